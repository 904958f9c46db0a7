-- Pairs of accounts of which there is any evidence, but for those that people decided: of each decision of the program
-- (same, candidate, rejected) how many there are, and some of them by chance, with the newest page of each account.
-- :seed: what the chance hangs on.
-- :most: how many of each stratum are given.

WITH pair AS (
    SELECT link.market_a, link.vendor_a, link.market_b, link.vendor_b, min(link.decision) AS stratum
    FROM derived.current_part
    JOIN derived.account_link link USING (part_id)
    GROUP BY 1, 2, 3, 4
    HAVING NOT bool_or(link.evidence = 'decision')
), ranked AS (
    SELECT
        pair.*, count(*) OVER (PARTITION BY stratum) AS population,
        row_number() OVER (
            PARTITION BY stratum
            ORDER BY md5(:seed || jsonb_build_array(market_a, vendor_a, market_b, vendor_b)::text), vendor_a, vendor_b
        ) AS place
    FROM pair
)
SELECT
    ranked.stratum, ranked.population, ranked.market_a, ranked.vendor_a, ranked.market_b, ranked.vendor_b,
    array_remove(ARRAY[first.capture_id, second.capture_id], NULL)::text[] AS pages
FROM ranked
LEFT JOIN LATERAL (
    SELECT seen.capture_id FROM research.vendor_snapshot seen
    WHERE seen.market = ranked.market_a AND seen.vendor IN (
        SELECT ranked.vendor_a UNION SELECT name.printed_name FROM research.account_name name
        WHERE name.market = ranked.market_a AND name.vendor = ranked.vendor_a)
    ORDER BY seen.seen_on = 'page' DESC, seen.captured_at DESC NULLS LAST, seen.capture_id LIMIT 1
) first ON true
LEFT JOIN LATERAL (
    SELECT seen.capture_id FROM research.vendor_snapshot seen
    WHERE seen.market = ranked.market_b AND seen.vendor IN (
        SELECT ranked.vendor_b UNION SELECT name.printed_name FROM research.account_name name
        WHERE name.market = ranked.market_b AND name.vendor = ranked.vendor_b)
    ORDER BY seen.seen_on = 'page' DESC, seen.captured_at DESC NULLS LAST, seen.capture_id LIMIT 1
) second ON true
WHERE ranked.place <= :most
ORDER BY ranked.stratum, ranked.place

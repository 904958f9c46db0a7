-- How many pages a derivation thinks were made when their source states: one row per market and source of times.
-- :run: identifier of the derivation.

SELECT
    market, source, count(*) AS pages, count(*) FILTER (WHERE verdict = 'older') AS older,
    count(*) FILTER (WHERE verdict = 'newer') AS newer,
    count(*) FILTER (WHERE verdict = 'unsure' AND stated_from IS NOT NULL) AS unsure,
    count(*) FILTER (WHERE verdict = 'unsure' AND stated_from IS NULL) AS without_time
FROM derived.capture_time
JOIN derived.run_part USING (part_id)
WHERE derive_run = :run
GROUP BY market, source
ORDER BY market, source

-- Links and migration: where did the vendors of a market that ended go?
--
-- migrant: first seen elsewhere after the shock; multi_homer: before; ambiguous: it cannot be told, as with monthly
-- snapshots it often cannot. lost means not found, and not that somebody quit; an account with only a candidate for a
-- link is ambiguous or a multi_homer, so this share of migrants is a lower bound. An account can go to two markets; it counts once
-- here, for the row that says most.
WITH account AS (
    SELECT DISTINCT ON (event, from_market, from_vendor) event, from_market, from_vendor, class
    FROM migration
    ORDER BY event, from_market, from_vendor,
        array_position(ARRAY['migrant', 'ambiguous', 'multi_homer', 'lost'], class)
), total AS (
    SELECT event, from_market, count(*) AS accounts FROM account GROUP BY event, from_market
)
SELECT from_market, event, class, count(*) AS accounts, total.accounts AS of_accounts,
    round((100 * (wilson(count(*), total.accounts)).share)::numeric, 1) AS pct,
    round((100 * (wilson(count(*), total.accounts)).low)::numeric, 1) AS pct_low,
    round((100 * (wilson(count(*), total.accounts)).high)::numeric, 1) AS pct_high
FROM account
JOIN total USING (event, from_market)
GROUP BY from_market, event, class, total.accounts
ORDER BY from_market, event, class;

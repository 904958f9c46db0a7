-- Links and migration: where did the vendors of a market that ended go?
--
-- migrant: first seen elsewhere after the shock; multi_homer: before; ambiguous: it cannot be told, or only a name
-- tells that it is the same; lost: not found, which is not to have quit. From pct_low to pct_high, of the ambiguous
-- none are of the class, or all. That is no limit of how many went: whom no link finds under another name is in no
-- interval. An account that goes to two markets counts once.
--
-- chart: bars of pct from pct_low to pct_high over class, one for each from_market, event
WITH account AS (
    SELECT DISTINCT ON (event, from_market, from_vendor) event, from_market, from_vendor, class
    FROM migration
    ORDER BY event, from_market, from_vendor,
        array_position(ARRAY['migrant', 'ambiguous', 'multi_homer', 'lost'], class)
), total AS (
    SELECT event, from_market, count(*) AS accounts, count(*) FILTER (WHERE class = 'ambiguous') AS ambiguous
    FROM account GROUP BY event, from_market
), counted AS (
    SELECT event, from_market, class, count(*) AS accounts FROM account GROUP BY event, from_market, class
)
SELECT c.from_market, c.event, c.class, c.accounts, t.accounts AS of_accounts,
    round(100.0 * c.accounts / t.accounts, 1) AS pct,
    CASE WHEN c.class = 'ambiguous' THEN 0 ELSE round(100.0 * c.accounts / t.accounts, 1) END AS pct_low,
    CASE WHEN c.class = 'ambiguous' THEN round(100.0 * c.accounts / t.accounts, 1)
         ELSE round(100.0 * (c.accounts + t.ambiguous) / t.accounts, 1) END AS pct_high
FROM counted c JOIN total t USING (event, from_market)
ORDER BY c.from_market, c.event, c.class;

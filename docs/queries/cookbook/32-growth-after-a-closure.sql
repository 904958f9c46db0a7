-- Links and migration: how much did the other markets grow after Dream had announced its end, and how sure is that?
--
-- Ratings left in as many days before and after, of 28 at most. The interval is over vendors: one that holds 1 shows no
-- growth. Late ratings are missing where a market was watched for few days after; then growth is too low. The figure
-- says nothing of the cause.
WITH shock AS (
    SELECT first_on::timestamp AT TIME ZONE 'UTC' AS begins, last_on::timestamp AT TIME ZONE 'UTC' AS ends
    FROM market_event
    WHERE market = 'dream' AND event = 'closure_announced'
), span AS (
    SELECT s.market, k.begins, k.ends, least(interval '28 days', max(s.last_at) - k.ends) AS long
    FROM snapshot s CROSS JOIN shock k
    WHERE s.market <> 'dream'
    GROUP BY s.market, k.begins, k.ends
    HAVING max(s.last_at) > k.ends
), rating AS (
    SELECT s.market, s.long, t.vendor, t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at, s.begins, s.ends
    FROM transaction t JOIN span s USING (market)
), seller AS (
    SELECT market, long, vendor, (count(*) FILTER (WHERE at < begins))::float8 AS before,
        (count(*) FILTER (WHERE at >= ends))::float8 AS after
    FROM rating
    WHERE at >= begins - long AND at < ends + long AND (at < begins OR at >= ends)
    GROUP BY market, long, vendor
), summed AS (
    SELECT market, long, sum(before)::int AS before, sum(after)::int AS after, count(*) AS vendors,
        cluster_quotient(array_agg(after ORDER BY vendor), array_agg(before ORDER BY vendor), NULL, NULL) AS growth
    FROM seller
    GROUP BY market, long
)
SELECT market, extract(day FROM long)::int AS days, before, after, round((growth).quotient::numeric, 2) AS times,
    round((growth).low::numeric, 2) AS low, round((growth).high::numeric, 2) AS high, vendors
FROM summed
ORDER BY market;

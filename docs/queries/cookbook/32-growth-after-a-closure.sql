-- Links and migration: how much did the other markets grow after Dream had announced its end, and how sure is that?
--
-- Ratings left in as many days before and after, of 28 at most. The interval is over vendors: one that holds 1 shows no
-- growth. Late ratings are missing where a market was watched for few days after; then growth is too low. The figure
-- says nothing of the cause, and where its interval is wider than ten times its lower end, nothing at all.
SELECT market, floor(days)::int AS days, before, after,
    CASE WHEN quotient_is_told(low, high) THEN round(quotient::numeric, 2) END AS times,
    round(low::numeric, 2) AS low, round(high::numeric, 2) AS high, vendor_count AS vendors,
    CASE WHEN NOT quotient_is_told(low, high) THEN 'too few to say' END AS remark
FROM growth_after_end(28)
WHERE from_market = 'dream' AND event = 'closure_announced' AND measure = 'transactions'
ORDER BY market;

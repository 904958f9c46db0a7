-- Links and migration: how much did the other markets grow after the end of one, and how sure is that?
--
-- before and after are ratings left in as many whole days; times is of orders, with ratings that are still to come.
-- The interval is of what happened here: one that holds 1 shows no growth. The figure says nothing of the cause, and
-- where its interval is wider than ten times its lower end, nothing at all.
--
-- :market: the market that ended (market, dream)
-- :event: its end (event, closure_announced)
-- :days: the days before and after, at most (days, 28)
-- chart: bars of times from low to high over market
SELECT market, days::int AS days, before, after,
    CASE WHEN quotient_is_told(low, high) THEN round(quotient::numeric, 2) END AS times,
    round(low::numeric, 2) AS low, round(high::numeric, 2) AS high, vendor_count AS vendors,
    CASE WHEN NOT quotient_is_told(low, high) THEN 'too few to say' END AS remark
FROM growth_after_end(:days)
WHERE from_market = :market AND event = :event AND measure = 'transactions'
ORDER BY market;

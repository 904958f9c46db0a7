-- Since when, and until when, days_quotient.sql compares the days before the closure and after it.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :closed_market: code of the market that closed.
-- :event: its event: the closure, or the announcement of it.
-- :days_around: how many days before and after it are looked at.

SELECT s.since, s.at, s.until
FROM (
  SELECT k.at,
         greatest(k.at - :days_around * interval '1 day', CAST(:first_day AS timestamp) AT TIME ZONE 'UTC') AS since,
         (SELECT max(s.first_at) FROM research.snapshot s
          WHERE s.market = :market AND s.grade <> 'partial'
            AND s.first_at BETWEEN k.at AND k.at + :days_around * interval '1 day'
            AND s.first_at >= CAST(:first_day AS timestamp) AT TIME ZONE 'UTC'
            AND s.first_at < (CAST(:last_day AS timestamp) + interval '1 day') AT TIME ZONE 'UTC') AS until
  FROM (SELECT e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
        WHERE e.market = :closed_market AND e.event = :event) k
) s
WHERE s.until > s.at AND s.at > s.since

-- Since when, and until when, days_quotient.sql compares the days before the closure and after it; its parameters.

SELECT s.since, s.at, s.until
FROM (
  SELECT k.at,
         greatest(k.at - :days_around * interval '1 day', :first_day::timestamp AT TIME ZONE 'UTC') AS since,
         (SELECT max(s.first_at) FROM research.snapshot s
          WHERE s.market = :market AND s.grade <> 'partial'
            AND s.first_at BETWEEN k.at AND k.at + :days_around * interval '1 day'
            AND s.first_at >= :first_day::timestamp AT TIME ZONE 'UTC'
            AND s.first_at < (:last_day::timestamp + interval '1 day') AT TIME ZONE 'UTC') AS until
  FROM (SELECT e.first_on::timestamp AT TIME ZONE 'UTC' AS at FROM research.market_event e
        WHERE e.market = :closed_market AND e.event = :event) k
) s
WHERE s.until > s.at AND s.at > s.since

-- Pages that were made at another time than their source states: one row each, those that were moved farthest first.
-- :market: code of a market; empty for all.
-- :first: first day, by what the source states.
-- :last: last day.

SELECT capture_id, market, verdict, moved_days, stated_from, stated_to, source, estimated_from, estimated_to, doubt,
  evidence
FROM capture_time
WHERE moved_days IS NOT NULL AND (:market = '' OR market = :market)
  AND stated_to > CAST(:first AS date) AND stated_from < CAST(:last AS date) + 1
ORDER BY abs(moved_days) DESC, market, capture_id

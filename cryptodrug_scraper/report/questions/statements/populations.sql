-- How many listings and vendors there were: one row per snapshot, of what, and estimator.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT market, snapshot_id, snapshot_first_at AS first_at, "of", estimator, value, low, high, warning,
       warning_code, warning_values, grade
FROM research.population
WHERE snapshot_first_at >= date_trunc('month', :first_day)
  AND snapshot_first_at < date_trunc('month', :last_day) + interval '1 month'
  AND estimator IN ('seen', 'jolly_seber', 'uneven', 'chao2')
ORDER BY market, first_at, "of", estimator

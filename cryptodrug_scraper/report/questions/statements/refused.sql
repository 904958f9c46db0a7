-- What was not counted, or only with a mark: one row per reason and market.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH read AS MATERIALIZED (
  SELECT market, sum(wall_count) AS walls, sum(incomplete_count) AS cut, sum(page_count) AS pages
  FROM research.capture_quality
  WHERE day BETWEEN date_trunc('month', :first_day) AND (date_trunc('month', :last_day) + interval '1 month - 1 day')
  GROUP BY market
), sold AS MATERIALIZED (
  SELECT market, vendor, price_flag, amount_eur IS NULL AS is_unknown, count(*) AS number
  FROM research.transaction
  WHERE occurred_from + (occurred_to - occurred_from) / 2
    BETWEEN (date_trunc('month', CAST(:first_day AS timestamp)) AT TIME ZONE 'UTC')
    AND ((date_trunc('month', CAST(:last_day AS timestamp)) + interval '1 month - 1 microsecond') AT TIME ZONE 'UTC')
  GROUP BY 1, 2, 3, 4
), known (what, market, number, total, vendor_count) AS (
  SELECT f.what, market, f.number, pages, NULL::bigint
  FROM read CROSS JOIN LATERAL (VALUES ('wall', walls), ('cut', cut)) AS f (what, number)
  UNION ALL
  SELECT 'partial_snapshot', market, count(*) FILTER (WHERE grade = 'partial'), count(*), NULL FROM research.snapshot
  WHERE first_at >= date_trunc('month', :first_day) AND first_at < date_trunc('month', :last_day) + interval '1 month'
  GROUP BY market
  UNION ALL
  SELECT 'price_' || f.flag, market, coalesce(sum(number) FILTER (WHERE price_flag = f.flag), 0), sum(number),
         count(DISTINCT vendor) FILTER (WHERE price_flag = f.flag)
  FROM sold
  CROSS JOIN (VALUES ('holding'), ('imputed_holding'), ('free'), ('unverified_high'), ('implausible'))
    AS f (flag)
  GROUP BY market, f.flag
  UNION ALL
  SELECT 'counter_implausible', market, count(*) FILTER (WHERE counter_flag = 'implausible'), count(counter_flag),
         count(DISTINCT vendor) FILTER (WHERE counter_flag = 'implausible')
  FROM research.vendor_month
  WHERE month BETWEEN date_trunc('month', :first_day) AND :last_day
  GROUP BY market
  UNION ALL
  SELECT 'no_amount', market, coalesce(sum(number) FILTER (WHERE is_unknown), 0), sum(number),
         count(DISTINCT vendor) FILTER (WHERE is_unknown)
  FROM sold GROUP BY market
  UNION ALL
  SELECT 'no_estimate', market, count(*) FILTER (WHERE value IS NULL), count(*), NULL FROM research.population
  WHERE snapshot_first_at >= date_trunc('month', :first_day)
    AND snapshot_first_at < date_trunc('month', :last_day) + interval '1 month'
    AND estimator IN ('jolly_seber', 'uneven', 'chao2')
  GROUP BY market
  UNION ALL
  SELECT 'link_' || d.decision, NULL, count(DISTINCT (market_a, vendor_a, market_b, vendor_b))
         FILTER (WHERE l.decision = d.decision), count(DISTINCT (market_a, vendor_a, market_b, vendor_b)),
         count(DISTINCT (market_a, vendor_a, market_b, vendor_b)) FILTER (WHERE l.decision = d.decision)
  FROM research.account_link l CROSS JOIN (VALUES ('rejected'), ('candidate')) AS d (decision)
  GROUP BY d.decision
)
SELECT what, market, number::bigint, total::bigint, number / nullif(total, 0)::float8 AS share, vendor_count FROM known
ORDER BY what, market

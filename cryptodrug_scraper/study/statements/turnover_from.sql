-- The share of turnover of the country that is of sales worth a limit or more. Sales as in share_below.sql.
-- n: these.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.

WITH sold AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE s.price_source = 'printed') AS printed,
         count(DISTINCT s.vendor) AS vendors
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day, :market) s
  WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL
)
SELECT b.turnover_share AS value, b.turnover_share_low AS low, b.turnover_share_high AS high,
       f.n, f.vendors, research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.n > 0 THEN jsonb_build_object('printed', f.printed, 'n', f.n) END AS details
FROM sold f
LEFT JOIN research.value_band(
  :country, :definition, :attribution, :first_day, :last_day, ARRAY[CAST(:limit AS double precision)], :market) b
  ON b.market = :market AND b.band_to IS NULL

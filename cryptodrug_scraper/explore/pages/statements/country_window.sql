-- A country's share of all months together: one row per market and measure. A share that is too few to say is none.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :market: code of the market; empty for all.
-- :measure: what is measured; empty for all.
-- :first: first day.
-- :last: last day.

SELECT market, measure, value, total, CASE WHEN share_is_told(share_low, share_high) THEN share END AS share,
  share_low, share_high, vendor_count, is_few, all_vendor_count, month_count, unknown_month_count, grade,
  draw_low, draw_high, reached,
  nullif(concat_ws('; ',
    CASE WHEN unknown_month_count > 0 THEN unknown_month_count || ' of ' || month_count
      || ' months left out: their sales cannot be known yet' END,
    CASE WHEN share IS NOT NULL AND NOT share_is_told(share_low, share_high) THEN 'too few to say' END), '') AS remark
FROM country_window(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date))
WHERE (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)

-- A country's share by month: one row per market, month and measure. A share that is too few to say is none.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :market: code of the market; empty for all.
-- :measure: what is measured; empty for all.
-- :first: first day.
-- :last: last day.

SELECT market, month, measure, value, total, CASE WHEN share_is_told(share_low, share_high) THEN share END AS share,
  share_low, share_high, vendor_count, is_few, grade, value_low, value_high, draw_low, draw_high, reached,
  coalesce(reason, CASE WHEN NOT share_is_told(share_low, share_high) THEN 'too few to say' END) AS remark
FROM country_share(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date))
WHERE (:market = '' OR market = :market) AND (:measure = '' OR measure = :measure)

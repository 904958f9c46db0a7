-- Estimated sales: one row per market, month, country of origin and class of drug.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT market, month, coalesce(code, 'unknown') AS country, coalesce(drug_class, 'unknown') AS drug_class,
       sum(transactions) FILTER (WHERE u.reason_code IS NULL) AS transactions,
       sum(turnover_eur) FILTER (WHERE u.reason_code IS NULL) AS turnover_eur,
       count(DISTINCT vendor) AS vendor_count
FROM research.origin_month
LEFT JOIN (SELECT m.market, m.month, m.reason_code FROM research.market_month m WHERE m.measure = 'transactions') u
  USING (market, month)
WHERE research.in_window(month, month + interval '1 month' - interval '1 day', :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
GROUP BY 1, 2, 3, 4

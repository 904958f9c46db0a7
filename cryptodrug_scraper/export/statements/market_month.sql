-- The whole market: one row per market, month and measure.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT market, month, measure, value, low, high, vendor_count, grade FROM research.market_month
WHERE research.in_window(month, month + interval '1 month' - interval '1 day', :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))

-- Ratings and sales of accounts: one row per account and month.
-- :markets: codes of the markets of the accounts.
-- :vendors: their names, in the same order.

SELECT market, vendor, month, review_count AS ratings, transactions, transactions_low, transactions_high,
  transactions_shown, turnover_eur, turnover_eur_low, turnover_eur_high, is_truncated, counter_flag
FROM vendor_month
JOIN unnest(CAST(:markets AS text[]), CAST(:vendors AS text[])) a (market, vendor) USING (market, vendor)
ORDER BY market, vendor, month

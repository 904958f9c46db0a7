-- Sales for which a rating stands: one row per sale and origin.
-- :market: code of a market; empty for all.
-- :country: ISO 3166-1 alpha-2; empty for all.
-- :category: class of drug; empty for all.
-- :first: first day.
-- :last: last day.

SELECT t.transaction_id, t.market, t.vendor, t.listing_id, t.occurred_from, t.occurred_to, t.amount_eur_low,
  t.amount_eur, t.amount_eur_high, t.price_flag, t.drug_class, o.code AS origin, o.weight,
  nullif(d.certainty, 1) AS certainty_below_1
FROM transaction t
LEFT JOIN transaction_origin o USING (transaction_id)
LEFT JOIN distinct_review d ON d.review_id = t.transaction_id
WHERE (:market = '' OR t.market = :market) AND (:country = '' OR o.code = :country)
  AND (:category = '' OR t.drug_class = :category)
  AND t.occurred_to > CAST(:first AS date) AND t.occurred_from < CAST(:last AS date) + 1
ORDER BY t.market, t.occurred_from, t.transaction_id

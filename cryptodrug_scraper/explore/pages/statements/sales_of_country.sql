-- Sales of a country for which a rating stands: one row each, with the part of it that is the country's. It lies in the
-- month in which its rating was left: the middle of the time in which that was.
-- :country: ISO 3166-1 alpha-2.
-- :definition: D1 to D4. Who is the country's is told by the listings of all months from :first to :last.
-- :attribution: A1 to A3.
-- :market: code of a market; empty for all.
-- :category: class of drug; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.
-- :month: first day of one of these months; empty for all.

SELECT t.transaction_id, t.market, t.vendor, t.listing_id, t.occurred_from, t.occurred_to, t.amount_eur_low,
  t.amount_eur, t.amount_eur_high, t.price_flag, t.drug_class, t.origin_codes, s.weight AS part_of_country,
  nullif(d.certainty, 1) AS certainty_below_1
FROM attributed_sale(:country, :definition, :attribution, CAST(:first AS date), CAST(:last AS date)) s
JOIN transaction t USING (market, transaction_id)
LEFT JOIN distinct_review d ON d.review_id = t.transaction_id
WHERE s.weight > 0 AND (:market = '' OR t.market = :market) AND (:category = '' OR t.drug_class = :category)
  AND (:month = '' OR date_trunc('month', s.at AT TIME ZONE 'UTC') = CAST(nullif(:month, '') AS date))
ORDER BY t.market, t.occurred_from, t.transaction_id

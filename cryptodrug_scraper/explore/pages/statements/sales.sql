-- Sales for which a rating stands: one row each. A sale lies in the month in which its rating was left: the middle of
-- the time in which that was.
-- :market: code of a market; empty for all.
-- :category: class of drug; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.
-- :month: first day of one of these months; empty for all.

SELECT t.transaction_id, t.market, t.vendor, t.listing_id, t.occurred_from, t.occurred_to, t.amount_eur_low,
  t.amount_eur, t.amount_eur_high, t.price_flag, t.drug_class, t.origin_codes, nullif(d.certainty, 1)
    AS certainty_below_1
FROM transaction t
LEFT JOIN distinct_review d ON d.review_id = t.transaction_id AND d.market = t.market
WHERE (:market = '' OR t.market = :market) AND (:category = '' OR t.drug_class = :category)
  AND t.occurred_from + (t.occurred_to - t.occurred_from) / 2
    >= date_trunc('month', greatest(CAST(:first AS timestamp), CAST(nullif(:month, '') AS timestamp)))
      AT TIME ZONE 'UTC'
  AND t.occurred_from + (t.occurred_to - t.occurred_from) / 2
    < (date_trunc('month', least(CAST(:last AS timestamp), CAST(nullif(:month, '') AS timestamp)))
       + interval '1 month') AT TIME ZONE 'UTC'
ORDER BY t.market, t.occurred_from, t.transaction_id

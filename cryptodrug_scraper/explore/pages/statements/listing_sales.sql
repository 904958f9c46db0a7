-- Sales of a listing for which a rating stands, with its certainty where that is below 1: one row each.
-- :market: code of the market.
-- :name: the market's own identifier of the listing.

SELECT t.transaction_id, t.market, t.vendor, t.occurred_from, t.occurred_to, t.amount_eur_low, t.amount_eur,
  t.amount_eur_high, t.price_source, t.price_flag, nullif(d.certainty, 1) AS certainty_below_1
FROM transaction t LEFT JOIN distinct_review d ON d.review_id = t.transaction_id AND d.market = :market
WHERE t.market = :market AND t.listing_id = :name ORDER BY t.occurred_from, t.transaction_id

-- Ratings with what the sale was worth: one row per rating.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT d.market, d.review_id, d.vendor, d.listing_id, (d.occurred_to AT TIME ZONE 'UTC')::date AS occurred_on,
       d.buyer_mask, r.comment, r.listing_title, coalesce(d.stars::text, d.sign) AS sign, d.amount,
       d.amount_currency, t.amount_eur
FROM research.distinct_review d
LEFT JOIN research.transaction t ON t.transaction_id = d.review_id
LEFT JOIN research.review r ON r.review_observation_id = d.last_review_observation_id
WHERE research.in_window(d.occurred_from, d.occurred_to, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR d.market = ANY (:markets))

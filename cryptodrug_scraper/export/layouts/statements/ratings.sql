-- Ratings: one row each.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT d.market, d.vendor, d.listing_id, d.review_id, (d.occurred_to AT TIME ZONE 'UTC')::date AS occurred_on,
       coalesce(d.stars::text, d.sign) AS sign, r.comment, d.buyer_mask, d.amount, d.amount_currency,
       r.listing_title
FROM research.distinct_review d
LEFT JOIN research.review r ON r.review_observation_id = d.last_review_observation_id
WHERE research.in_window(d.occurred_from, d.occurred_to, :first, :last)
  AND (CAST(:markets AS text[]) IS NULL OR d.market = ANY (:markets))

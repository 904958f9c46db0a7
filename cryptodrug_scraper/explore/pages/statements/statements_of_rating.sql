-- Statements on pages that can be of one rating: one row per statement.
-- :market: code of the market.
-- :vendor: the account.
-- :first: when the rating was seen first.
-- :last: when it was seen last.
-- :stars: its stars.
-- :sign: its sign.
-- :comment: its words.
-- :mask: its buyer's mask.
-- :since: when it can have been left at the earliest.
-- :until: and at the latest.

SELECT s.review_observation_id, s.captured_at, s.capture_id, s.market, s.vendor, s.listing_id, s.position, s.stars,
  s.sign, s.comment, s.buyer_mask, s.amount, s.amount_currency, s.age_raw, s.occurred_from, s.occurred_to
FROM review s
WHERE s.market = :market AND s.vendor = :vendor AND s.captured_at BETWEEN :first AND :last
  AND s.stars IS NOT DISTINCT FROM :stars AND s.sign IS NOT DISTINCT FROM :sign
  AND s.comment IS NOT DISTINCT FROM :comment AND (s.buyer_mask IS NULL OR :mask IS NULL OR s.buyer_mask = :mask)
  AND (s.occurred_from IS NULL OR :until IS NULL OR s.occurred_from < :until)
  AND (s.occurred_to IS NULL OR :since IS NULL OR s.occurred_to > :since)
ORDER BY s.captured_at, s.position

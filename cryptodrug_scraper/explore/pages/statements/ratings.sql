-- Ratings that buyers left: one row each. It lies in the month of the middle of the time in which it was left.
-- :market: code of a market; empty for all.
-- :first: first day; months are taken as a whole.
-- :last: last day.
-- :month: first day of one of these months; empty for all.

SELECT * FROM (
  SELECT review_id, market, vendor, listing_id, listing_source, stars, sign, is_default_comment, buyer_mask, amount,
    amount_currency, occurred_from, occurred_to, sighting_count, state, nullif(certainty, 1) AS certainty_below_1
  FROM distinct_review
  WHERE (:market = '' OR market = :market)
    AND occurred_from + (occurred_to - occurred_from) / 2
      >= date_trunc('month', greatest(CAST(:first AS timestamp), CAST(nullif(:month, '') AS timestamp)))
        AT TIME ZONE 'UTC'
    AND occurred_from + (occurred_to - occurred_from) / 2
      < (date_trunc('month', least(CAST(:last AS timestamp), CAST(nullif(:month, '') AS timestamp)))
         + interval '1 month') AT TIME ZONE 'UTC'
  OFFSET 0  -- so that the first rows are kept while others are read, and not all sorted
) those
ORDER BY review_id

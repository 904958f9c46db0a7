-- What the current derivation says of a price of a listing in some days.
-- :market: code of the market.
-- :listing_id: the listing.
-- :price: the price.
-- :currency: its currency.
-- :first_day: the first of the days; null: since ever.
-- :last_day: the last of them; null: for ever.

SELECT coalesce(array_agg(DISTINCT spell.price_flag ORDER BY spell.price_flag), '{}') AS price_flag
FROM derived.current_part
JOIN derived.listing_price spell USING (part_id)
WHERE spell.market = :market AND spell.listing_id = :listing_id AND spell.currency = :currency
  AND abs(spell.price - :price) <= 1e-9 * :price
  AND (spell.first_at AT TIME ZONE 'UTC')::date <= coalesce(cast(:last_day AS date), 'infinity')
  AND (spell.last_at AT TIME ZONE 'UTC')::date >= coalesce(cast(:first_day AS date), '-infinity')

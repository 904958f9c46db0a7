-- What the current derivation says of a price of a listing in some days.
-- :market: code of the market; :listing_id: the listing; :price, :currency: the price; :first_day, :last_day: the days,
-- null where open.

SELECT coalesce(array_agg(DISTINCT spell.price_flag ORDER BY spell.price_flag), '{}') AS price_flag
FROM derived.current_part
JOIN derived.listing_price spell USING (part_id)
WHERE spell.market = :market AND spell.listing_id = :listing_id AND spell.currency = :currency
  AND abs(spell.price - :price) <= 1e-9 * :price
  AND (spell.first_at AT TIME ZONE 'UTC')::date <= coalesce(cast(:last_day AS date), 'infinity')
  AND (spell.last_at AT TIME ZONE 'UTC')::date >= coalesce(cast(:first_day AS date), '-infinity')

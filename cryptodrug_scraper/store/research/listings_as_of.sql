-- One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. age_days
-- tells how old the capture is that the row rests on, last_seen_at when the listing was last seen in any way; whether
-- it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open
-- (market_life). Captures of unknown time are left out. A listing that has long gone still has a row, and its origin
-- is that of its newest own page, also where later cards say that it has moved. For what was live on the day, with its
-- origins at that time, use listings_on.

CREATE FUNCTION research.listings_as_of(day date)
RETURNS SETOF research.listing_on_day
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.listing_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.listing_id, s.seen_on, s.title, s.is_title_cut, s.vendor, s.category_id,
        s.category_path, s.price_amount, s.price_currency, s.price_unit, s.order_min, s.order_max,
        s.ships_from_raw, s.ships_from_kind, s.origin_codes, s.origin_excluded, s.ships_to_raw, s.ships_to_kind,
        s.destination_codes, s.destination_excluded, s.payment, s.accepted_coins, s.product_class,
        s.stock_count, s.stock_is_unlimited, s.sold_count, s.sold_since, s.sold_is_exact, s.view_count,
        s.is_on_vacation, s.is_promoted, s.description, s.terms, s.refund_policy, s.tags, s.empty_fields,
        s.drug_class, s.substance, s.quantity_grams, s.quantity_units, s.quantity_unit, s.first_seen_at,
        s.last_seen_at, s.capture_count, s.drug_class_source,
        CASE WHEN isfinite(day) THEN day - (s.captured_at AT TIME ZONE 'UTC')::date END
    FROM research.listings_between('-infinity'::date, day) s
    LEFT JOIN research.market_life life USING (market)
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;

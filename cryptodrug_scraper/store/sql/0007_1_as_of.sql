-- As of a day: nothing of a market that cannot have been open, and how old each row is.

CREATE VIEW research.market_life AS
SELECT
    m.code AS market,
    (SELECT min(e.first_on) FROM market_event e WHERE e.market = m.code AND e.event = 'opened') AS first_on,
    (SELECT max(e.last_on) FROM market_event e WHERE e.market = m.code AND e.event = 'closed') AS last_on
FROM market m;

COMMENT ON VIEW research.market_life IS
    'One row per market: the days on which it can have been open, by its events opened and closed (market_event). Outside of them listings_as_of and vendors_as_of give nothing of it.';
COMMENT ON COLUMN research.market_life.market IS 'Code of the market.';
COMMENT ON COLUMN research.market_life.first_on IS 'First UTC day on which it can have been open. NULL: not known.';
COMMENT ON COLUMN research.market_life.last_on IS 'Last UTC day on which it can have been open. NULL: not known.';

CREATE TYPE research.listing_on_day AS (
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, listing_id text, seen_on text, title text, is_title_cut boolean,
    vendor text, category_id text, category_path text[], price_amount numeric, price_currency text,
    price_unit text, order_min numeric, order_max numeric, ships_from_raw text, ships_from_kind text,
    origin_codes text[], origin_excluded text[], ships_to_raw text, ships_to_kind text,
    destination_codes text[], destination_excluded text[], payment text[], accepted_coins text[],
    product_class text, stock_count bigint, stock_is_unlimited boolean, sold_count bigint, sold_since date,
    sold_is_exact boolean, view_count bigint, is_on_vacation boolean, is_promoted boolean, description text,
    terms text, refund_policy text, tags text[], empty_fields text[], drug_class text, substance text,
    quantity_grams numeric, quantity_units numeric, quantity_unit text, first_seen_at timestamptz,
    last_seen_at timestamptz, capture_count bigint, drug_class_source text, age_days integer
);

COMMENT ON TYPE research.listing_on_day IS
    'A listing as last stated up to a day: the columns of listing_state, and how old that is.';

DROP FUNCTION research.listings_as_of(date);

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

COMMENT ON FUNCTION research.listings_as_of(date) IS
    'One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. age_days tells how old the capture is that the row rests on, last_seen_at when the listing was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open (market_life). Captures of unknown time are left out.';

CREATE TYPE research.vendor_on_day AS (
    vendor_observation_id uuid, captured_at timestamptz, parse_run_id uuid, capture_id uuid, market text,
    time_precision text, parser_version text, vendor text, seen_on text, sales_count bigint, sales_since date,
    sales_is_exact boolean, rating_mean numeric, rating_scale bigint, rating_count bigint,
    positive_share_pct numeric, level bigint, trust_level bigint, experience bigint, is_trusted boolean,
    may_finalize_early boolean, member_since date, last_active_on date, is_banned boolean,
    is_on_vacation boolean, profile text, terms text, pgp_key text, pgp_fingerprint text, dispute_count bigint,
    order_count bigint, empty_fields text[], first_seen_at timestamptz, last_seen_at timestamptz,
    capture_count bigint, age_days integer
);

COMMENT ON TYPE research.vendor_on_day IS
    'A vendor as last stated up to a day: the columns of vendor_state, and how old that is.';

DROP FUNCTION research.vendors_as_of(date);

CREATE FUNCTION research.vendors_as_of(day date)
RETURNS SETOF research.vendor_on_day
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        s.vendor_observation_id, s.captured_at, s.parse_run_id, s.capture_id, s.market, s.time_precision,
        s.parser_version, s.vendor, s.seen_on, s.sales_count, s.sales_since, s.sales_is_exact, s.rating_mean,
        s.rating_scale, s.rating_count, s.positive_share_pct, s.level, s.trust_level, s.experience,
        s.is_trusted, s.may_finalize_early, s.member_since, s.last_active_on, s.is_banned, s.is_on_vacation,
        s.profile, s.terms, s.pgp_key, s.pgp_fingerprint, s.dispute_count, s.order_count, s.empty_fields,
        s.first_seen_at, s.last_seen_at, s.capture_count,
        CASE WHEN isfinite(day) THEN day - (s.captured_at AT TIME ZONE 'UTC')::date END
    FROM research.vendors_between('-infinity'::date, day) s
    LEFT JOIN research.market_life life USING (market)
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;

COMMENT ON FUNCTION research.vendors_as_of(date) IS
    'One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a listing''s page, or else on a card. age_days tells how old the capture is that the row rests on, last_seen_at when the vendor was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open (market_life). Captures of unknown time are left out.';

DO $$
DECLARE
    commented record;
BEGIN
    FOR commented IN
        SELECT shown.target, ours.attname, col_description(theirs.attrelid, theirs.attnum) AS meaning
        FROM (VALUES ('listing_state', 'listing_on_day'), ('vendor_state', 'vendor_on_day')) AS shown (source, target)
        JOIN pg_attribute theirs ON theirs.attrelid = ('research.' || shown.source)::regclass AND theirs.attnum > 0
        JOIN pg_attribute ours ON ours.attrelid = ('research.' || shown.target)::regclass AND ours.attname = theirs.attname
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN research.%I.%I IS %L', commented.target, commented.attname, commented.meaning
        );
    END LOOP;
END
$$;

COMMENT ON COLUMN research.listing_on_day.age_days IS 'Days from the UTC day of captured_at, the capture that the row rests on, to the day asked for. NULL: that is no one day (infinity).';
COMMENT ON COLUMN research.vendor_on_day.age_days IS 'Days from the UTC day of captured_at, the capture that the row rests on, to the day asked for. NULL: that is no one day (infinity).';

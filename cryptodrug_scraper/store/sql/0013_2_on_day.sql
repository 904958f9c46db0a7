-- What is thought to have been live on a day: by the snapshots on both sides of it.

-- Statements are looked up by their page and time, and not in listing_snapshot, which would be read as a whole. There is
-- one for each row; the joins are outer ones so that the planner does not take the view for one of few rows.
CREATE VIEW research.listing_at_snapshot AS
SELECT
    current.derive_run, state.market, state.snapshot_id, looked.grade, looked.first_at AS snapshot_first_at,
    looked.last_at AS snapshot_last_at, state.listing_id, state.vendor, state.presence,
    state.previous_snapshot_id, state.next_snapshot_id, o.title, o.category_id,
    o.category_path, state.drug_class, state.substance, state.product_class, state.quantity_grams,
    state.quantity_units, state.quantity_unit, state.origin_codes, state.origin_source, state.destination_codes,
    state.destination_excluded, o.ships_from_raw, o.ships_to_raw, o.price_amount, o.price_currency, o.price_unit,
    (SELECT spell.price_eur FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC LIMIT 1) AS price_eur,
    (SELECT spell.price_flag FROM derived.listing_price spell
     WHERE spell.part_id = state.part_id AND spell.listing_id = state.listing_id AND spell.first_at <= state.stated_at
     ORDER BY spell.first_at DESC LIMIT 1) AS price_flag,
    o.payment, o.stock_count, o.sold_count, o.is_on_vacation, o.seen_on, state.stated_at AS captured_at,
    state.stated_run AS parse_run_id, run.capture_id, state.listing_observation_id
FROM derived.current_part current
JOIN derived.listing_state state USING (part_id)
JOIN derived.snapshot looked USING (part_id, snapshot_id)
LEFT JOIN listing_observation o
    ON o.parse_run_id = state.stated_run
    AND o.captured_at = state.stated_at
    AND row_id(o.parse_run_id, 1, o.ordinal) = state.listing_observation_id
LEFT JOIN parse_run run ON run.parse_run_id = state.stated_run AND run.captured_at = state.stated_at;

COMMENT ON VIEW research.listing_at_snapshot IS
    'One row per snapshot and listing that was seen in it, or before and after it: the state of listing_presence, and what its statement says besides: title, category, price. The price in EUR is that of the spell of listing_price.';
DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT DISTINCT ON (a.attname) a.attname, coalesce(col_description(from_view.attrelid, from_view.attnum), '') AS meaning
        FROM pg_attribute a
        JOIN (VALUES ('research.listing_presence', 1), ('research.listing_price', 2), ('research.listing_snapshot', 3))
            AS source(view, rank) ON true
        JOIN pg_attribute from_view ON from_view.attrelid = source.view::regclass AND from_view.attname = a.attname
        WHERE a.attrelid = 'research.listing_at_snapshot'::regclass AND a.attnum > 0
        ORDER BY a.attname, source.rank
    LOOP
        EXECUTE format('COMMENT ON COLUMN research.listing_at_snapshot.%I IS %L', said.attname, said.meaning);
    END LOOP;
END
$$;

CREATE FUNCTION research.snapshots_around(day date)
RETURNS TABLE (market text, before_id text, before_at timestamptz, is_within boolean, after_id text, is_due boolean)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    WITH looked AS (
        SELECT
            s.market, s.snapshot_id, s.first_at, s.last_at,
            (s.first_at AT TIME ZONE 'UTC')::date AS first_on,
            (s.last_at AT TIME ZONE 'UTC')::date AS last_on,
            extract(epoch FROM s.first_at - lag(s.first_at) OVER (PARTITION BY s.market ORDER BY s.first_at)) AS apart
        FROM research.snapshot s
    ), rhythm AS (
        SELECT l.market, percentile_cont(0.5) WITHIN GROUP (ORDER BY l.apart) AS seconds FROM looked l GROUP BY l.market
    ), before AS (
        SELECT DISTINCT ON (l.market) l.* FROM looked l WHERE l.first_on <= day ORDER BY l.market, l.first_at DESC
    ), after AS (
        SELECT DISTINCT ON (l.market) l.* FROM looked l WHERE l.first_on > day ORDER BY l.market, l.first_at
    )
    SELECT
        before.market, before.snapshot_id, before.first_at, before.last_on >= day, after.snapshot_id,
        ((before.last_at + make_interval(secs => coalesce(rhythm.seconds, 0)::double precision)) AT TIME ZONE 'UTC')::date < day
    FROM before
    LEFT JOIN after ON after.market = before.market
    JOIN rhythm ON rhythm.market = before.market
    LEFT JOIN research.market_life life ON life.market = before.market
    WHERE day >= coalesce(life.first_on, '-infinity'::date)
      AND day <= coalesce(life.last_on, 'infinity'::date);
END;

COMMENT ON FUNCTION research.snapshots_around(date) IS
    'One row per market that had been looked at by the UTC day, and can have been open on it: the last snapshot that began up to the day, whether it still went on that day, the next one, and whether the next one was due by then at the usual interval.';

CREATE FUNCTION research.listings_on(day date)
RETURNS TABLE (
    market text, listing_id text, vendor text, presence text, before_snapshot_id text, after_snapshot_id text,
    listing_observation_id uuid, captured_at timestamptz, parse_run_id uuid, seen_on text, title text,
    category_id text, category_path text[], price_amount numeric, price_currency text, price_unit text,
    ships_from_raw text, ships_to_raw text, origin_codes text[], origin_source text, destination_codes text[],
    destination_excluded text[], payment text[], product_class text, stock_count bigint, sold_count bigint,
    is_on_vacation boolean, drug_class text, substance text, quantity_grams double precision,
    quantity_units double precision, quantity_unit text, derive_run uuid, grade text
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        state.market, state.listing_id, state.vendor,
        CASE
            WHEN around.is_within THEN state.presence
            WHEN around.after_id IS NULL THEN 'censored'
            ELSE 'between'
        END,
        around.before_id, around.after_id,
        state.listing_observation_id, state.captured_at, state.parse_run_id, state.seen_on,
        state.title, state.category_id, state.category_path, state.price_amount, state.price_currency,
        state.price_unit, state.ships_from_raw, state.ships_to_raw, state.origin_codes, state.origin_source,
        state.destination_codes, state.destination_excluded, state.payment, state.product_class, state.stock_count,
        state.sold_count, state.is_on_vacation, state.drug_class, state.substance, state.quantity_grams,
        state.quantity_units, state.quantity_unit, state.derive_run, state.grade
    FROM research.snapshots_around(day) around
    JOIN research.listing_at_snapshot state ON state.snapshot_id = around.before_id
    WHERE around.is_within
       OR (around.after_id IS NULL AND NOT around.is_due)
       OR (around.after_id IS NOT NULL AND state.next_snapshot_id IS NOT NULL);  -- seen again: it is there at the next one
END;

COMMENT ON FUNCTION research.listings_on(date) IS
    'One row per listing thought to be live on the UTC day: seen in a snapshot that went on that day; between, by the snapshots on both sides of the day; or censored, that is seen in the last snapshot there is, until the next would have been due. Origins and destinations that a card does not state are carried from the nearest page that does. A listing that was not seen again at the next snapshot is not in it, though it was live for a part of the time between.';

CREATE FUNCTION research.vendors_on(day date)
RETURNS TABLE (
    market text, vendor text, presence text, before_snapshot_id text, after_snapshot_id text, listing_count bigint,
    origin_codes text[], member_since date, derive_run uuid, grade text
)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT
        state.market, state.vendor,
        CASE
            WHEN around.is_within THEN state.presence
            WHEN around.after_id IS NULL THEN 'censored'
            ELSE 'between'
        END,
        around.before_id, around.after_id, state.listing_count, state.origin_codes, state.member_since,
        state.derive_run, state.grade
    FROM research.snapshots_around(day) around
    JOIN research.vendor_presence state ON state.snapshot_id = around.before_id
    WHERE (state.listing_count > 0
           OR NOT EXISTS (SELECT FROM research.listing_presence l WHERE l.snapshot_id = around.before_id))
      AND (around.is_within
           OR (around.after_id IS NULL AND NOT around.is_due)
           OR EXISTS (
                SELECT FROM research.vendor_presence later
                WHERE later.snapshot_id = around.after_id AND later.vendor = state.vendor));
END;

COMMENT ON FUNCTION research.vendors_on(date) IS
    'One row per account with a live listing that is thought to be there on the UTC day, as listings_on tells it; where a snapshot holds no listings at all, every account that it names. Accounts that have a page and no live listing are in vendor_presence.';

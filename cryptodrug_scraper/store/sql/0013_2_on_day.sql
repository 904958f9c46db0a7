-- What is thought to have been live on a day: by the snapshots on both sides of it.

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
        state.listing_observation_id, state.stated_at, state.stated_run, o.seen_on,
        o.title, o.category_id, o.category_path, o.price_amount, o.price_currency, o.price_unit, o.ships_from_raw,
        o.ships_to_raw, state.origin_codes, state.origin_source, state.destination_codes, state.destination_excluded,
        o.payment, state.product_class, o.stock_count, o.sold_count, o.is_on_vacation, state.drug_class,
        state.substance, state.quantity_grams, state.quantity_units, state.quantity_unit, state.derive_run, state.grade
    FROM research.snapshots_around(day) around
    JOIN research.listing_presence state ON state.snapshot_id = around.before_id
    JOIN research.listing_snapshot o
        ON o.parse_run_id = state.stated_run
        AND o.captured_at = state.stated_at
        AND o.listing_observation_id = state.listing_observation_id
    WHERE around.is_within
       OR (around.after_id IS NULL AND NOT around.is_due)
       OR EXISTS (
            SELECT FROM research.listing_presence later
            WHERE later.snapshot_id = around.after_id AND later.listing_id = state.listing_id);
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

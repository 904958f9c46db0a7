-- One row per account with a live listing that is thought to be there on the UTC day, as listings_on tells it; where a
-- snapshot holds no listings at all, every account that it names. Accounts that have a page and no live listing are in
-- vendor_presence.

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

-- As of a day as it was before: the last state of every listing and vendor, however long its market has been gone.

DROP FUNCTION research.listings_as_of(date);
DROP FUNCTION research.vendors_as_of(date);
DROP TYPE research.listing_on_day;
DROP TYPE research.vendor_on_day;
DROP VIEW research.market_life;

CREATE FUNCTION research.listings_as_of(day date)
RETURNS SETOF research.listing_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.listings_between('-infinity'::date, day);
END;

COMMENT ON FUNCTION research.listings_as_of(date) IS
    'One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. last_seen_at tells how old that is; whether a listing was still there is for the reader to judge. Captures of unknown time are left out.';

CREATE FUNCTION research.vendors_as_of(day date)
RETURNS SETOF research.vendor_state
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT * FROM research.vendors_between('-infinity'::date, day);
END;

COMMENT ON FUNCTION research.vendors_as_of(date) IS
    'One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a listing''s page, or else on a card. last_seen_at tells how old that is; whether a vendor was still there is for the reader to judge. Captures of unknown time are left out.';

DELETE FROM market_event
WHERE (market, event) IN (
    ('dream', 'opened'), ('wallstreet', 'opened'), ('wallstreet', 'closed'), ('empire', 'opened'), ('empire', 'closed')
);

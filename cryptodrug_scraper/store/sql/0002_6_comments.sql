-- Comments on the columns: what a view shows of a table says what the table's comment says.

DO $$
DECLARE
    commented record;
BEGIN
    FOR commented IN
        SELECT shown.source, shown.target, ours.attname, col_description(theirs.attrelid, theirs.attnum) AS meaning
        FROM (VALUES
            ('listing_observation', 'listing_snapshot'),
            ('listing_observation', 'listing_state'),
            ('listing_place', 'listing_origin'),
            ('listing_place', 'listing_destination'),
            ('vendor_observation', 'vendor_snapshot'),
            ('vendor_observation', 'vendor_state'),
            ('vendor_counter', 'vendor_counter'),
            ('review_observation', 'review'),
            ('exchange_rate', 'exchange_rate'),
            ('market_event', 'market_event')
        ) AS shown (source, target)
        JOIN pg_attribute theirs ON theirs.attrelid = shown.source::regclass AND theirs.attnum > 0
        JOIN pg_attribute ours ON ours.attrelid = ('research.' || shown.target)::regclass AND ours.attname = theirs.attname
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN research.%I.%I IS %L', commented.target, commented.attname, commented.meaning
        );
    END LOOP;
    FOR commented IN
        SELECT relation.relname AS target, written.attname, written.meaning
        FROM (VALUES
            ('description', 'The description of the offer.'),
            ('terms', 'The terms of the vendor.'),
            ('refund_policy', 'The refund policy of the vendor.'),
            ('profile', 'The profile of the vendor.'),
            ('pgp_key', 'The printed PGP key. Personal data.'),
            ('comment', 'The words of the buyer.'),
            ('reply', 'The answer of the vendor.')
        ) AS written (attname, meaning)
        JOIN pg_class relation ON relation.relnamespace = 'research'::regnamespace
        JOIN pg_attribute ours ON ours.attrelid = relation.oid AND ours.attname = written.attname
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN research.%I.%I IS %L',
            commented.target, commented.attname, commented.meaning || ' NULL: not shown, or shown empty.'
        );
    END LOOP;
    FOR commented IN
        SELECT relation.relname AS target, written.attname, written.meaning
        FROM (VALUES
            ('first_seen_at', 'When it was first seen in these days, in any way (UTC).'),
            ('last_seen_at', 'When it was last seen in these days, in any way (UTC).'),
            ('capture_count', 'On how many captures of these days it was seen.')
        ) AS written (attname, meaning)
        CROSS JOIN pg_class relation
        WHERE relation.oid IN ('research.listing_state'::regclass, 'research.vendor_state'::regclass)
    LOOP
        EXECUTE format(
            'COMMENT ON COLUMN research.%I.%I IS %L', commented.target, commented.attname, commented.meaning
        );
    END LOOP;
END
$$;

COMMENT ON COLUMN research.capture_quality.market IS 'Code of the market. NULL: pages of no known market.';
COMMENT ON COLUMN research.capture_quality.day IS 'UTC day of the captures. NULL: unknown.';
COMMENT ON COLUMN research.capture_quality.kind IS 'Kind of page, such as listing; or the kind of wall, such as captcha.';
COMMENT ON COLUMN research.capture_quality.page_count IS 'Captures.';
COMMENT ON COLUMN research.capture_quality.wall_count IS 'Captures of a kind that never holds content.';
COMMENT ON COLUMN research.capture_quality.incomplete_count IS 'Captures that are cut.';
COMMENT ON COLUMN research.capture_quality.page_with_issue_count IS 'Captures with at least one warning or error.';
COMMENT ON COLUMN research.capture_quality.warning_count IS 'Warnings on all of them.';
COMMENT ON COLUMN research.capture_quality.error_count IS 'Errors on all of them: fields or records that are missing.';
COMMENT ON COLUMN research.capture_quality.listing_count IS 'Statements of listings on them, repeats included.';
COMMENT ON COLUMN research.capture_quality.vendor_count IS 'Statements of vendors on them, repeats included.';
COMMENT ON COLUMN research.capture_quality.review_count IS 'Ratings in their lists.';
COMMENT ON COLUMN research.snapshot_month.market IS 'Code of the market.';
COMMENT ON COLUMN research.snapshot_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN research.snapshot_month.listing_count IS 'Distinct listings stated in the month.';
COMMENT ON COLUMN research.snapshot_month.vendor_count IS 'Distinct vendors stated in the month.';
COMMENT ON COLUMN research.snapshot_month.capture_count IS 'Captures of the month, walls included.';

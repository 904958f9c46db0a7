-- What pages state makes place for narrower rows. The views follow the tables until they are replaced.

CREATE FUNCTION row_id(run uuid, kind integer, ordinal integer) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (left(run::text, 28) || lpad(to_hex((kind << 24) | ordinal), 8, '0'))::uuid;

COMMENT ON FUNCTION row_id(uuid, integer, integer) IS
    'Identifier of a record of a page: 12 bytes of the reading''s, 1 for the kind of record (1 listing, 2 vendor, 3 review, 4 page_total, 5 site), 3 for its place on the page.';

ALTER TABLE parse_run ADD COLUMN time_precision text;

UPDATE parse_run run
SET time_precision = page.time_precision
FROM capture page
WHERE page.capture_id = run.capture_id AND page.captured_at IS NOT DISTINCT FROM run.captured_at;

ALTER TABLE parse_run ALTER COLUMN time_precision SET NOT NULL;

COMMENT ON COLUMN parse_run.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown. As in capture, which the views of what a page states need not read.';

CREATE SCHEMA leaving;

CREATE TEMP TABLE leaving_table (name text PRIMARY KEY, successor text) ON COMMIT DROP;
INSERT INTO leaving_table VALUES
    ('parse_issue', 'parse_issue'),
    ('site_observation', 'site_observation'),
    ('page_total', 'page_total'),
    ('listing_observation', 'listing_observation'),
    ('listing_price', 'listing_price'),
    ('price_tier', 'price_tier'),
    ('shipping_option', 'shipping_option'),
    ('listing_place', 'listing_exclusion'),
    ('vendor_observation', 'vendor_observation'),
    ('vendor_counter', 'vendor_counter'),
    ('external_rating', 'external_rating'),
    ('review_observation', 'review_observation');

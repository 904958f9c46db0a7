-- The rows of what pages state make place for those that there were. The views follow the tables until they are replaced.

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
    ('listing_exclusion', 'listing_place'),
    ('vendor_observation', 'vendor_observation'),
    ('vendor_counter', 'vendor_counter'),
    ('external_rating', 'external_rating'),
    ('review_observation', 'review_observation');

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I RESET enable_partitionwise_join', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- then it was not set either
END
$$;

CREATE TEMP TABLE row_name (record text, parse_run_id uuid, ordinal bigint, row_id uuid) ON COMMIT DROP;

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I RESET join_collapse_limit', current_database());
    EXECUTE format('ALTER DATABASE %I RESET from_collapse_limit', current_database());
    EXECUTE format('ALTER DATABASE %I RESET geqo_threshold', current_database());
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;
END
$$;
DROP FUNCTION research.countries(text[]);
DROP VIEW research.finding;
DROP FUNCTION research.attributed_sale(text, text, text, date, date);
DROP FUNCTION research.value_band(text, text, text, date, date, double precision[]);
DROP FUNCTION research.country_goods(text, text, text, date, date);
DROP FUNCTION research.country_mix(text, text, text, date, date);
DROP FUNCTION research.multi_origin(text, date, date);
DROP FUNCTION research.country_reach(text, text, date, date);
DROP FUNCTION research.wilson(double precision, double precision);
DROP FUNCTION research.none_of(double precision);
DROP FUNCTION research.cluster_share(double precision[], double precision[]);
DROP FUNCTION research.cluster_quotient(double precision[], double precision[], double precision[], double precision[]);
DROP FUNCTION research.trend(double precision[], double precision[]);
DROP FUNCTION research.window_grade(text, date, date);
DROP FUNCTION research.check_choices(text, text);
DROP FUNCTION research.vendor_weight(text, text, text, date, date);
DROP FUNCTION research.country_part(text, text, text, date, date);
DROP FUNCTION research.destination(text, date);
DROP FUNCTION research.country_share(text, text, text, date, date);
DROP FUNCTION research.t_quantile(double precision);
DROP FUNCTION research.vendors_on(date);
DROP FUNCTION research.listings_on(date);
DROP FUNCTION research.snapshots_around(date);
DROP SCHEMA derived CASCADE;
COMMENT ON FUNCTION research.origin_vendor(text, date, date) IS
    'One row per market, UTC month and vendor with at least one listing, captured in that month and in the days from first_day to last_day, whose set of origins contains the code: how many such listings, how many that state any origin, and all the codes they name. This is definition D2 (ever in the month) of a vendor''s origin.';
COMMENT ON FUNCTION research.belgian_vendor(date, date) IS
    'One row per market, UTC month and vendor with at least one listing whose set of origins contains BE: see origin_vendor.';
COMMENT ON FUNCTION research.listings_as_of(date) IS
    'One row per listing seen at or before the end of the UTC day: its newest own page, or else its newest card. age_days tells how old the capture is that the row rests on, last_seen_at when the listing was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open (market_life). Captures of unknown time are left out.';
COMMENT ON FUNCTION research.vendors_as_of(date) IS
    'One row per vendor seen at or before the end of the UTC day: its newest own page, or else its newest mention on a listing''s page, or else on a card. age_days tells how old the capture is that the row rests on, last_seen_at when the vendor was last seen in any way; whether it was still there is for the reader to judge. A market has no row on a day on which it cannot have been open (market_life). Captures of unknown time are left out.';
COMMENT ON VIEW research.snapshot_month IS
    'One row per market and UTC month with captures: how many distinct listings and vendors they state in any way. A month without captures has no row. Captures of unknown time are left out.';
COMMENT ON VIEW research.review IS
    'One row per rating in a list on a capture (capture_id, position), from the newest reading of the capture. The same rating on two captures is two rows: these are not numbers of ratings left.';

-- One row per market, UTC day and kind of page: how many captures there are, and what is wrong with them.

CREATE VIEW research.capture_quality AS
SELECT
    o.market,
    (o.captured_at AT TIME ZONE 'UTC')::date AS day,
    o.kind,
    count(*) AS page_count,
    count(*) FILTER (WHERE o.is_wall) AS wall_count,
    count(*) FILTER (WHERE NOT o.is_complete) AS incomplete_count,
    count(*) FILTER (WHERE o.error_count + o.warning_count > 0) AS page_with_issue_count,
    coalesce(sum(o.warning_count), 0)::bigint AS warning_count,
    coalesce(sum(o.error_count), 0)::bigint AS error_count,
    coalesce(sum(o.listing_count), 0)::bigint AS listing_count,
    coalesce(sum(o.vendor_count), 0)::bigint AS vendor_count,
    coalesce(sum(o.review_count), 0)::bigint AS review_count
FROM parse_run o
WHERE NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
GROUP BY 1, 2, 3;

COMMENT ON COLUMN research.capture_quality.day IS 'UTC day of the captures. NULL: unknown.';
COMMENT ON COLUMN research.capture_quality.page_count IS 'Captures.';
COMMENT ON COLUMN research.capture_quality.wall_count IS 'Captures of a kind that never holds content.';
COMMENT ON COLUMN research.capture_quality.incomplete_count IS 'Captures that are cut.';
COMMENT ON COLUMN research.capture_quality.page_with_issue_count IS 'Captures with at least one warning or error.';
COMMENT ON COLUMN research.capture_quality.warning_count IS 'Warnings on all of them.';
COMMENT ON COLUMN research.capture_quality.error_count IS 'Errors on all of them: fields or records that are missing.';
COMMENT ON COLUMN research.capture_quality.listing_count IS 'Statements of listings on them, repeats included.';
COMMENT ON COLUMN research.capture_quality.vendor_count IS 'Statements of vendors on them, repeats included.';
COMMENT ON COLUMN research.capture_quality.review_count IS 'Ratings in their lists.';

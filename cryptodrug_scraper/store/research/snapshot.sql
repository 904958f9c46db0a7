-- One row per snapshot, that is one look at one market: a crawl, or imported captures that are one by the rhythm of
-- their collection; with how complete it is. Source: measures.looks.snapshots, measures.looks.rhythm,
-- measures.looks.completeness (E1).

CREATE VIEW research.snapshot AS
SELECT
    current.derive_run, t.market, t.snapshot_id, t.first_at, t.last_at, t.crawl_id, t.capture_count, t.wall_count,
    t.incomplete_count, t.listing_page_count, t.listing_seen, t.listing_expected, t.vendor_seen, t.vendor_expected,
    t.review_seen, t.review_expected, t.listing_completeness, t.vendor_completeness, t.review_completeness, t.grade,
    t.reason, t.reason_code, t.reason_values::jsonb AS reason_values
FROM derived.current_part current
JOIN derived.snapshot t USING (part_id);

COMMENT ON COLUMN research.snapshot.listing_completeness IS
    'listing_seen / listing_expected. NULL: no page says what there should be, or there is no listing beside vendors that could be held against something.';
COMMENT ON COLUMN research.snapshot.vendor_completeness IS
    'vendor_seen / vendor_expected. NULL: no page says what there should be, or an imported snapshot has no vendor''s own page: they lie outside of its scope, and where another snapshot of the market has some it is no more than usable.';
COMMENT ON COLUMN research.snapshot.review_completeness IS
    'review_seen / review_expected. NULL: no page says what there should be, or an imported snapshot has no ratings on pages of vendors: as vendor_completeness.';
COMMENT ON COLUMN research.snapshot.reason_values IS
    'Its figures by name; shares are parts of one. NULL: release 0.2.0 made the row.';

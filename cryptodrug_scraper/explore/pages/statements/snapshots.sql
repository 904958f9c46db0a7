-- Snapshots: one row each, with its grade and how much of its market it saw.

SELECT market, snapshot_id, grade, reason, first_at, last_at, capture_count, wall_count, listing_seen, listing_expected,
  listing_completeness, vendor_completeness, review_completeness
FROM snapshot ORDER BY market, first_at

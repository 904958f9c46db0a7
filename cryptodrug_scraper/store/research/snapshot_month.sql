-- One row per market and UTC month with captures: how many distinct listings and vendors they state in any way. A
-- month without captures has no row. Captures of unknown time are left out. A month that was looked at in part has
-- fewer of them, which is no fall: snapshot grades each look, and market_month and population say how many there were.

CREATE VIEW research.snapshot_month AS
WITH capture_month AS (
    SELECT o.market, date_trunc('month', o.captured_at, 'UTC') AS month, count(*) AS capture_count
    FROM parse_run o
    WHERE o.market IS NOT NULL
      AND o.captured_at IS NOT NULL
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
    GROUP BY 1, 2
), listing_month AS (
    SELECT market, date_trunc('month', captured_at, 'UTC') AS month, count(DISTINCT listing_id) AS listing_count
    FROM research.listing_snapshot
    GROUP BY 1, 2
), vendor_month AS (
    SELECT market, date_trunc('month', captured_at, 'UTC') AS month, count(DISTINCT vendor) AS vendor_count
    FROM research.vendor_snapshot
    GROUP BY 1, 2
)
SELECT
    market,
    (month AT TIME ZONE 'UTC')::date AS month,
    coalesce(listing_count, 0) AS listing_count,
    coalesce(vendor_count, 0) AS vendor_count,
    capture_count
FROM capture_month
LEFT JOIN listing_month USING (market, month)
LEFT JOIN vendor_month USING (market, month);

COMMENT ON COLUMN research.snapshot_month.market IS 'Code of the market.';
COMMENT ON COLUMN research.snapshot_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN research.snapshot_month.listing_count IS 'Distinct listings stated in the month.';
COMMENT ON COLUMN research.snapshot_month.vendor_count IS 'Distinct vendors stated in the month.';
COMMENT ON COLUMN research.snapshot_month.capture_count IS 'Captures of the month, walls included.';

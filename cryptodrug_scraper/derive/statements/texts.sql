-- Descriptions of listings and profiles of vendors: one row per text.
-- :market: code of the market.

SELECT t.sha256, t.body FROM text t
WHERE t.sha256 IN (
    SELECT o.description_sha256 FROM listing_observation o
    JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
    WHERE run.market = :market AND o.description_sha256 IS NOT NULL
    UNION SELECT o.profile_sha256 FROM vendor_observation o
    JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
    WHERE run.market = :market AND o.profile_sha256 IS NOT NULL
)

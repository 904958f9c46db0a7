-- One row per vendor and capture that states it (market, vendor, capture_id), from the newest reading of the capture.
-- Where a page states a vendor more than once, the vendor's own page comes before a listing's, and that before a card.

CREATE VIEW research.vendor_snapshot AS
SELECT
    row_id(o.parse_run_id, 2, o.ordinal) AS vendor_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.vendor, o.seen_on, o.sales_count, o.sales_since,
    o.sales_is_exact, o.rating_mean, o.rating_scale, o.rating_count, o.positive_share_pct, o.level, o.trust_level,
    o.experience, o.is_trusted, o.may_finalize_early, o.member_since, o.last_active_on, o.is_banned,
    o.is_on_vacation, profile.body AS profile, terms.body AS terms, pgp_key.body AS pgp_key, o.pgp_fingerprint,
    o.dispute_count, o.order_count, o.empty_fields
FROM vendor_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
LEFT JOIN text profile ON profile.sha256 = o.profile_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text pgp_key ON pgp_key.sha256 = o.pgp_key_sha256
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.vendor_snapshot.vendor_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.vendor_snapshot.profile IS 'The profile of the vendor. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.vendor_snapshot.terms IS 'The terms of the vendor. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.vendor_snapshot.pgp_key IS
    'The printed PGP key. Personal data. NULL: not shown, or shown empty.';

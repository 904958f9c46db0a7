-- One row per listing and capture that states it (market, listing_id, capture_id), from the newest reading of the
-- capture. Where a page states a listing twice, its own page comes before a card. Rows whose id could not be read are
-- not here.

CREATE VIEW research.listing_snapshot AS
SELECT
    row_id(o.parse_run_id, 1, o.ordinal) AS listing_observation_id, o.captured_at, o.parse_run_id, run.capture_id,
    run.market, run.time_precision, run.parser_version, o.listing_id, o.seen_on, o.title, o.is_title_cut, o.vendor,
    o.category_id, o.category_path, o.price_amount, o.price_currency, o.price_unit, o.order_min, o.order_max,
    o.ships_from_raw, o.ships_from_kind, o.origin_codes, o.origin_excluded, o.ships_to_raw, o.ships_to_kind,
    o.destination_codes, o.destination_excluded, o.payment, o.accepted_coins, o.product_class, o.stock_count,
    o.stock_is_unlimited, o.sold_count, o.sold_since, o.sold_is_exact, o.view_count, o.is_on_vacation,
    o.is_promoted, description.body AS description, terms.body AS terms, refund_policy.body AS refund_policy,
    o.tags, o.empty_fields, o.drug_class, o.substance, o.quantity_grams, o.quantity_units, o.quantity_unit,
    o.drug_class_source
FROM listing_observation o
JOIN parse_run run
    ON run.parse_run_id = o.parse_run_id
    AND {run.captured_at = o.captured_at | run.captured_at IS NULL AND o.captured_at IS NULL}
LEFT JOIN text description ON description.sha256 = o.description_sha256
LEFT JOIN text terms ON terms.sha256 = o.terms_sha256
LEFT JOIN text refund_policy ON refund_policy.sha256 = o.refund_policy_sha256
WHERE NOT o.is_repeat
  AND run.market IS NOT NULL
  AND o.listing_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON COLUMN research.listing_snapshot.listing_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.listing_snapshot.description IS
    'The description of the listing. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.listing_snapshot.terms IS 'The terms of the vendor. NULL: not shown, or shown empty.';
COMMENT ON COLUMN research.listing_snapshot.refund_policy IS
    'The refund policy of the vendor. NULL: not shown, or shown empty.';

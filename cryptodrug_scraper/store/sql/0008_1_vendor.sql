-- Vendors: where they send from, how they are paid, and when they were active.

CREATE VIEW research.vendor_trade AS
SELECT
    o.vendor_observation_id, o.capture_id, o.captured_at, o.market, o.vendor, o.seen_on, o.ships_from_raw,
    o.ships_from_kind, o.origin_codes, o.origin_excluded, o.payment, o.active_from, o.active_to
FROM vendor_observation o
WHERE NOT o.is_repeat
  AND o.market IS NOT NULL
  AND (o.ships_from_raw IS NOT NULL OR o.payment IS NOT NULL OR o.active_from IS NOT NULL)
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id);

COMMENT ON VIEW research.vendor_trade IS
    'One row per vendor and capture that states where the vendor sends from, how it is paid or when it was last active (market, vendor, capture_id), from the newest reading of the capture. vendor_snapshot has the rest of what the capture states of it.';

COMMENT ON COLUMN research.vendor_trade.vendor_observation_id IS
    'Identifier made of parse_run_id and ordinal: the same on any machine.';
COMMENT ON COLUMN research.vendor_trade.capture_id IS
    'The page whose bytes state what this row says (capture).';
COMMENT ON COLUMN research.vendor_trade.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN research.vendor_trade.market IS
    'Code of the market whose page it is (market). NULL: of no known market.';
COMMENT ON COLUMN research.vendor_trade.vendor IS
    'Name of the account as printed. Personal data.';
COMMENT ON COLUMN research.vendor_trade.seen_on IS
    'page (the account''s own), listing (an offer''s page) or card.';
COMMENT ON COLUMN research.vendor_trade.ships_from_raw IS
    'Where the account says that it sends from, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN research.vendor_trade.ships_from_kind IS
    'What that is: country, multi, region, world, digital or unknown. NULL: there is no origin.';
COMMENT ON COLUMN research.vendor_trade.origin_codes IS
    'Set of origins of the account: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read. NULL: there is no origin.';
COMMENT ON COLUMN research.vendor_trade.origin_excluded IS
    'Places that the origin names as excluded, sorted. NULL: there is no origin.';
COMMENT ON COLUMN research.vendor_trade.payment IS
    'Ways in which the account is paid, among escrow, finalize_early and multisig. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN research.vendor_trade.active_from IS
    'Start of the interval in which the account was last active, from a printed age or bound (UTC). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN research.vendor_trade.active_to IS
    'End of the interval that begins with active_from, itself outside (UTC). NULL: not known.';

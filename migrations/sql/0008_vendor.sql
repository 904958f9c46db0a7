-- What pages state of an account beside its numbers: where it sends from, how it is paid, when it was active.

ALTER TABLE vendor_observation
    ADD COLUMN ships_from_raw text,
    ADD COLUMN ships_from_kind text,
    ADD COLUMN origin_codes text[],
    ADD COLUMN origin_excluded text[],
    ADD COLUMN payment text[],
    ADD COLUMN active_from timestamptz,
    ADD COLUMN active_to timestamptz;

COMMENT ON COLUMN vendor_observation.ships_from_raw IS
    'Where the account says that it sends from, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.ships_from_kind IS
    'What that is: country, multi, region, world, digital or unknown. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.origin_codes IS
    'Set of origins of the account: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.origin_excluded IS
    'Places that the origin names as excluded, sorted. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.payment IS
    'Ways in which the account is paid, among escrow, finalize_early and multisig. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.active_from IS
    'Start of the interval in which the account was last active, from a printed age or bound (UTC). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.active_to IS
    'End of the interval that begins with active_from, itself outside (UTC). NULL: not known.';

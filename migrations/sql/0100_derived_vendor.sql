CREATE TABLE derived.vendor_state (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    vendor TEXT NOT NULL,
    market TEXT NOT NULL,
    presence TEXT NOT NULL,
    listing_count BIGINT NOT NULL,
    origin_codes TEXT[],
    member_since DATE,
    CONSTRAINT vendor_state_pkey PRIMARY KEY (part_id, snapshot_id, vendor)
);
COMMENT ON TABLE derived.vendor_state IS
    'One row per snapshot and account that was seen in it, or before and after it. Source: measures.looks.presence, measures.places.origins.';
COMMENT ON COLUMN derived.vendor_state.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.vendor_state.snapshot_id IS
    'The snapshot.';
COMMENT ON COLUMN derived.vendor_state.vendor IS
    'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.vendor_state.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.vendor_state.presence IS
    'seen (in this snapshot) or between (only before and after it).';
COMMENT ON COLUMN derived.vendor_state.listing_count IS
    'Its listings that are live at the snapshot (listing_state).';
COMMENT ON COLUMN derived.vendor_state.origin_codes IS
    'Set of origins of these, sorted. NULL: none of them states one. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_state.member_since IS
    'Day on which it joined, as printed. NULL: cannot be known from what was seen.';

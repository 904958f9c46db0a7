CREATE TABLE derived.listing_destination (
    part_id UUID NOT NULL,
    number BIGINT NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT,
    listing_id TEXT NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until_at TIMESTAMP WITH TIME ZONE NOT NULL,
    code TEXT,
    is_included BOOLEAN,
    why TEXT,
    words TEXT,
    CONSTRAINT listing_destination_pkey PRIMARY KEY (part_id, number)
);
COMMENT ON TABLE derived.listing_destination IS
    'One row per listing, spell in which its destinations do not change, and place that it names. The function destination answers for a country. Source: measures.places.destinations (E10).';
COMMENT ON COLUMN derived.listing_destination.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_destination.number IS
    'Number of the row in its part, from 1.';
COMMENT ON COLUMN derived.listing_destination.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.listing_destination.vendor IS
    'Its account, by the latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_destination.listing_id IS
    'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_destination.first_at IS
    'Start of the first snapshot of the spell (UTC).';
COMMENT ON COLUMN derived.listing_destination.last_at IS
    'End of its last snapshot (UTC).';
COMMENT ON COLUMN derived.listing_destination.until_at IS
    'When the next spell begins, or last_at if there is none (UTC).';
COMMENT ON COLUMN derived.listing_destination.code IS
    'ISO 3166-1 alpha-2, a region, or WORLD. NULL: it names no place in this spell.';
COMMENT ON COLUMN derived.listing_destination.is_included IS
    'Sent there; or else ruled out. NULL: it names no place.';
COMMENT ON COLUMN derived.listing_destination.why IS
    'field or text. NULL: it names no place.';
COMMENT ON COLUMN derived.listing_destination.words IS
    'The words of the text that rule it out. NULL: the field does.';

CREATE TABLE derived.listing_month (
    part_id UUID NOT NULL,
    month DATE NOT NULL,
    listing_id TEXT NOT NULL,
    vendor TEXT NOT NULL,
    market TEXT NOT NULL,
    ever_codes TEXT[],
    last_codes TEXT[],
    is_last BOOLEAN NOT NULL,
    drug_class TEXT,
    product_class TEXT,
    CONSTRAINT listing_month_pkey PRIMARY KEY (part_id, month, listing_id, vendor)
);
COMMENT ON TABLE derived.listing_month IS
    'One row per listing and UTC month with a snapshot in which it was live: what definitions of a country''s vendors rest on. Source: measures.places.definitions (E9).';
COMMENT ON COLUMN derived.listing_month.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_month.month IS
    'First day of the UTC month.';
COMMENT ON COLUMN derived.listing_month.listing_id IS
    'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_month.vendor IS
    'Its account, by the latest name. Personal data.';
COMMENT ON COLUMN derived.listing_month.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.listing_month.ever_codes IS
    'Countries that it was sent from in any snapshot of the month; empty if it names none. NULL: unstated.';
COMMENT ON COLUMN derived.listing_month.last_codes IS
    'Countries in the month''s last snapshot. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_month.is_last IS
    'Whether it was live in the month''s last snapshot.';
COMMENT ON COLUMN derived.listing_month.drug_class IS
    'Class of drug. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_month.product_class IS
    'physical or digital. NULL: cannot be known from what was seen.';

CREATE TABLE derived.origin_month (
    part_id UUID NOT NULL,
    number BIGINT NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT NOT NULL,
    month DATE NOT NULL,
    code TEXT,
    drug_class TEXT,
    product_class TEXT,
    transactions DOUBLE PRECISION,
    turnover_eur DOUBLE PRECISION,
    CONSTRAINT origin_month_pkey PRIMARY KEY (part_id, number)
);
COMMENT ON TABLE derived.origin_month IS
    'One row per account, UTC month, class of goods and country: its estimated sales, by the origins of listings (attribution A1). Source: measures.places.attribution (E9).';
COMMENT ON COLUMN derived.origin_month.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_month.number IS
    'Number of the row in its part, from 1.';
COMMENT ON COLUMN derived.origin_month.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.origin_month.vendor IS
    'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_month.month IS
    'First day of the UTC month.';
COMMENT ON COLUMN derived.origin_month.code IS
    'ISO 3166-1 alpha-2. NULL: no country is stated.';
COMMENT ON COLUMN derived.origin_month.drug_class IS
    'Class of drug. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.product_class IS
    'physical or digital. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.transactions IS
    'Estimated sales. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.turnover_eur IS
    'Estimated worth, EUR. NULL: cannot be known from what was seen.';

CREATE TABLE derived.origin_move (
    part_id UUID NOT NULL,
    vendor TEXT NOT NULL,
    moved_to TIMESTAMP WITH TIME ZONE NOT NULL,
    market TEXT NOT NULL,
    from_codes TEXT[] NOT NULL,
    to_codes TEXT[] NOT NULL,
    kept_codes TEXT[] NOT NULL,
    moved_from TIMESTAMP WITH TIME ZONE NOT NULL,
    evidence TEXT NOT NULL,
    listing_count BIGINT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT origin_move_pkey PRIMARY KEY (part_id, vendor, moved_to, number)
);
COMMENT ON TABLE derived.origin_move IS
    'One row per move of an account: it stopped sending from one set of places and sends from another. Source: measures.places.origin_moves (E9).';
COMMENT ON COLUMN derived.origin_move.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_move.vendor IS
    'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_move.moved_to IS
    'End of the interval in which it moved (UTC): by then at the latest.';
COMMENT ON COLUMN derived.origin_move.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.origin_move.from_codes IS
    'Where it sent from, sorted.';
COMMENT ON COLUMN derived.origin_move.to_codes IS
    'Where it sends from, sorted.';
COMMENT ON COLUMN derived.origin_move.kept_codes IS
    'Other countries that it went on sending from, sorted.';
COMMENT ON COLUMN derived.origin_move.moved_from IS
    'Start of the interval in which it moved (UTC).';
COMMENT ON COLUMN derived.origin_move.evidence IS
    'restated (listings changed their origin) or replaced (others took their place).';
COMMENT ON COLUMN derived.origin_move.listing_count IS
    'Listings that changed, or that took the place of others.';
COMMENT ON COLUMN derived.origin_move.number IS
    'Number of the move among those of the account that end at moved_to, from 1.';

CREATE TABLE derived.origin_spell (
    part_id UUID NOT NULL,
    vendor TEXT NOT NULL,
    from_latest TIMESTAMP WITH TIME ZONE NOT NULL,
    market TEXT NOT NULL,
    origin_codes TEXT[] NOT NULL,
    from_earliest TIMESTAMP WITH TIME ZONE,
    to_earliest TIMESTAMP WITH TIME ZONE NOT NULL,
    to_latest TIMESTAMP WITH TIME ZONE,
    CONSTRAINT origin_spell_pkey PRIMARY KEY (part_id, vendor, from_latest)
);
COMMENT ON TABLE derived.origin_spell IS
    'One row per account and spell in which its live listings have one set of origins. Source: measures.places.origins (E9).';
COMMENT ON COLUMN derived.origin_spell.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_spell.vendor IS
    'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_spell.from_latest IS
    'First snapshot with this set (UTC): it has it by then at the latest.';
COMMENT ON COLUMN derived.origin_spell.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.origin_spell.origin_codes IS
    'Set of origins, sorted.';
COMMENT ON COLUMN derived.origin_spell.from_earliest IS
    'Last snapshot before without it (UTC). NULL: there is none; it may have had it before.';
COMMENT ON COLUMN derived.origin_spell.to_earliest IS
    'Last snapshot with this set (UTC).';
COMMENT ON COLUMN derived.origin_spell.to_latest IS
    'First snapshot after without it (UTC). NULL: there is none; it may have kept it.';

CREATE TABLE derived.region_country (
    part_id UUID NOT NULL,
    number BIGINT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    since DATE,
    until DATE,
    CONSTRAINT region_country_pkey PRIMARY KEY (part_id, number)
);
COMMENT ON TABLE derived.region_country IS
    'One row per region, country in it, and time in which it is. Source: measures.places.regions (E10).';
COMMENT ON COLUMN derived.region_country.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.region_country.number IS
    'Number of the row, from 1.';
COMMENT ON COLUMN derived.region_country.region IS
    'Name of the region, as in destination codes.';
COMMENT ON COLUMN derived.region_country.country IS
    'ISO 3166-1 alpha-2.';
COMMENT ON COLUMN derived.region_country.since IS
    'First day. NULL: longer ago than any market.';
COMMENT ON COLUMN derived.region_country.until IS
    'Day after the last. NULL: it still is in it.';

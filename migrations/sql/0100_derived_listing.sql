CREATE TABLE derived.listing_price (
    part_id UUID NOT NULL,
    listing_id TEXT NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    market TEXT NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    price DOUBLE PRECISION NOT NULL,
    currency TEXT NOT NULL,
    price_eur DOUBLE PRECISION,
    price_flag TEXT NOT NULL,
    observation_count BIGINT NOT NULL,
    CONSTRAINT listing_price_pkey PRIMARY KEY (part_id, listing_id, first_at, price, currency)
);
COMMENT ON TABLE derived.listing_price IS
    'One row per listing and spell in which it was seen with one asked price; prices that were stated at one instant have a row each. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7).';
COMMENT ON COLUMN derived.listing_price.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_price.listing_id IS
    'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_price.first_at IS
    'When the price was first seen (UTC).';
COMMENT ON COLUMN derived.listing_price.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.listing_price.last_at IS
    'When it was last seen (UTC).';
COMMENT ON COLUMN derived.listing_price.price IS
    'Price of one unit, in currency.';
COMMENT ON COLUMN derived.listing_price.currency IS
    'ISO 4217 code, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN derived.listing_price.price_eur IS
    'Price in EUR at the rate of first_at. NULL: no rate.';
COMMENT ON COLUMN derived.listing_price.price_flag IS
    'ok; holding (it only keeps buyers off); free; unverified_high (high, and nothing to judge it by); or implausible (nobody asks so much).';
COMMENT ON COLUMN derived.listing_price.observation_count IS
    'Statements that the spell rests on.';

CREATE TABLE derived.listing_state (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    listing_id TEXT NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT,
    presence TEXT NOT NULL,
    previous_snapshot_id TEXT,
    next_snapshot_id TEXT,
    stated_run UUID NOT NULL,
    listing_observation_id UUID NOT NULL,
    stated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    origin_codes TEXT[],
    origin_source TEXT,
    destination_codes TEXT[],
    destination_excluded TEXT[],
    drug_class TEXT,
    substance TEXT,
    product_class TEXT,
    price DOUBLE PRECISION,
    price_currency TEXT,
    quantity_grams DOUBLE PRECISION,
    quantity_units DOUBLE PRECISION,
    quantity_unit TEXT,
    CONSTRAINT listing_state_pkey PRIMARY KEY (part_id, snapshot_id, listing_id)
);
COMMENT ON TABLE derived.listing_state IS
    'One row per snapshot and listing that was seen in it, or before and after it, with its best statement there. Source: measures.looks.presence, measures.looks.listing_state.';
COMMENT ON COLUMN derived.listing_state.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_state.snapshot_id IS
    'The snapshot.';
COMMENT ON COLUMN derived.listing_state.listing_id IS
    'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_state.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.listing_state.vendor IS
    'Its account, by the latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.presence IS
    'seen (in this snapshot) or between (only before and after it).';
COMMENT ON COLUMN derived.listing_state.previous_snapshot_id IS
    'The last snapshot before this one that it was seen in. NULL: it was not seen before.';
COMMENT ON COLUMN derived.listing_state.next_snapshot_id IS
    'The next snapshot after this one that it was seen in. NULL: it was not seen again.';
COMMENT ON COLUMN derived.listing_state.stated_run IS
    'The reading of the page that its state rests on (parse_run).';
COMMENT ON COLUMN derived.listing_state.listing_observation_id IS
    'The statement that its state rests on (listing_snapshot.listing_observation_id).';
COMMENT ON COLUMN derived.listing_state.stated_at IS
    'When that page was captured (UTC).';
COMMENT ON COLUMN derived.listing_state.origin_codes IS
    'Set of origins, sorted; empty if none could be read. NULL: no page ever stated one.';
COMMENT ON COLUMN derived.listing_state.origin_source IS
    'stated (in this snapshot) or carried (from the nearest one that states it). NULL: there is no origin.';
COMMENT ON COLUMN derived.listing_state.destination_codes IS
    'Set of destinations, sorted. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.destination_excluded IS
    'Set of places ruled out. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.drug_class IS
    'Class of drug in the common taxonomy. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.substance IS
    'Substance within the class. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.product_class IS
    'physical or digital. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.price IS
    'Price of one unit, in price_currency. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.price_currency IS
    'ISO 4217, or BTC, BCH, XMR, LTC. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_grams IS
    'Weight offered, in grams as sold. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_units IS
    'Number of countable units offered. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_unit IS
    'What quantity_units counts, such as pill. NULL: cannot be known from what was seen.';

CREATE SCHEMA derived;

COMMENT ON SCHEMA derived IS 'What cryptodrug derive makes of the observed tables. Researchers see it through the schema research.';

CREATE TABLE derived.account_link (
    part_id UUID NOT NULL,
    market_a TEXT NOT NULL,
    vendor_a TEXT NOT NULL,
    market_b TEXT NOT NULL,
    vendor_b TEXT NOT NULL,
    evidence TEXT NOT NULL,
    strength TEXT NOT NULL,
    decision TEXT NOT NULL,
    score DOUBLE PRECISION,
    detail TEXT NOT NULL,
    CONSTRAINT account_link_pkey PRIMARY KEY (part_id, market_a, vendor_a, market_b, vendor_b, evidence)
);
COMMENT ON TABLE derived.account_link IS 'One row per pair of accounts and kind of evidence: a ledger, which merges nothing. Source: measures.accounts.account_links (E12).';
COMMENT ON COLUMN derived.account_link.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.account_link.market_a IS 'Market of the first account.';
COMMENT ON COLUMN derived.account_link.vendor_a IS 'The first account. Personal data.';
COMMENT ON COLUMN derived.account_link.market_b IS 'Market of the second account.';
COMMENT ON COLUMN derived.account_link.vendor_b IS 'The second account. Personal data.';
COMMENT ON COLUMN derived.account_link.evidence IS 'What kind of evidence, in a word.';
COMMENT ON COLUMN derived.account_link.strength IS 'very_strong, strong, medium or weak.';
COMMENT ON COLUMN derived.account_link.decision IS 'same, candidate (a person should look) or rejected: of the pair, by all its evidence.';
COMMENT ON COLUMN derived.account_link.score IS 'How alike they are, from 0 to 1. NULL: it has no degrees.';
COMMENT ON COLUMN derived.account_link.detail IS 'What agrees, or contradicts.';

CREATE TABLE derived.account_name (
    part_id UUID NOT NULL,
    printed_name TEXT NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT NOT NULL,
    decision TEXT,
    evidence TEXT,
    CONSTRAINT account_name_pkey PRIMARY KEY (part_id, printed_name)
);
COMMENT ON TABLE derived.account_name IS 'One row per market and printed name of an account: the latest name, which the derived tables use. Source: measures.accounts.account_names (E3).';
COMMENT ON COLUMN derived.account_name.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.account_name.printed_name IS 'Name as printed. Personal data.';
COMMENT ON COLUMN derived.account_name.market IS 'Code of the market.';
COMMENT ON COLUMN derived.account_name.vendor IS 'Latest name of the same account. Personal data.';
COMMENT ON COLUMN derived.account_name.decision IS 'same (one key, shared listings) or candidate (shared listings with continuous ratings). NULL: it never had another name.';
COMMENT ON COLUMN derived.account_name.evidence IS 'What tells. NULL: it never had another name.';

CREATE TABLE derived.derive_run (
    derive_run UUID NOT NULL,
    measures_version TEXT NOT NULL,
    parameters JSONB NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_current BOOLEAN NOT NULL,
    CONSTRAINT derive_run_pkey PRIMARY KEY (derive_run)
);
COMMENT ON TABLE derived.derive_run IS 'One row per derivation: with what parameters and version of the measures the derived tables were made. One of them is current; the views show that one. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.derive_run.derive_run IS 'Identifier made of the parts: the same on any machine.';
COMMENT ON COLUMN derived.derive_run.measures_version IS 'Version of what measures: the release and a digest of it.';
COMMENT ON COLUMN derived.derive_run.parameters IS 'Every parameter of the measures.';
COMMENT ON COLUMN derived.derive_run.started_at IS 'When it began (UTC).';
COMMENT ON COLUMN derived.derive_run.ended_at IS 'When it was whole (UTC).';
COMMENT ON COLUMN derived.derive_run.is_current IS 'Whether the views of the schema research show this run.';

CREATE TABLE derived.distinct_review (
    part_id UUID NOT NULL,
    review_id UUID NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT,
    listing_id TEXT,
    listing_ids TEXT[],
    listing_source TEXT NOT NULL,
    stars DOUBLE PRECISION,
    sign TEXT,
    is_default_comment BOOLEAN,
    buyer_mask TEXT,
    amount DOUBLE PRECISION,
    amount_currency TEXT,
    occurred_from TIMESTAMP WITH TIME ZONE,
    occurred_to TIMESTAMP WITH TIME ZONE,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sighting_count BIGINT NOT NULL,
    state TEXT NOT NULL,
    last_review_observation_id UUID NOT NULL,
    CONSTRAINT distinct_review_pkey PRIMARY KEY (part_id, review_id)
);
COMMENT ON TABLE derived.distinct_review IS 'One row per rating that a buyer left, however often and on however many pages it was seen. Source: measures.ratings.review_identity, measures.ratings.review_listing (E3).';
COMMENT ON COLUMN derived.distinct_review.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.distinct_review.review_id IS 'The statement of it that was seen first (review.review_observation_id).';
COMMENT ON COLUMN derived.distinct_review.market IS 'Code of the market.';
COMMENT ON COLUMN derived.distinct_review.vendor IS 'The rated account, by its latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.listing_id IS 'The listing that was bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.listing_ids IS 'The listings that it may belong to, where several fit alike; share it equally. NULL: see listing_id.';
COMMENT ON COLUMN derived.distinct_review.listing_source IS 'page (a page says it), matched (the ratings of listings'' pages tell) or unknown.';
COMMENT ON COLUMN derived.distinct_review.stars IS 'Stars given, out of 5. NULL: the market shows none.';
COMMENT ON COLUMN derived.distinct_review.sign IS 'positive, neutral or negative. NULL: the market shows none.';
COMMENT ON COLUMN derived.distinct_review.is_default_comment IS 'Whether the market''s own words were left. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.buyer_mask IS 'Masked name of the buyer. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.amount IS 'Amount of the order as printed. NULL: none is printed.';
COMMENT ON COLUMN derived.distinct_review.amount_currency IS 'Currency of amount. NULL: there is none.';
COMMENT ON COLUMN derived.distinct_review.occurred_from IS 'Earliest instant at which it can have been left (UTC), by all pages that show it. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.occurred_to IS 'End of the interval that begins with occurred_from, itself outside (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.first_seen_at IS 'When a page showed it first (UTC).';
COMMENT ON COLUMN derived.distinct_review.last_seen_at IS 'When a page showed it last (UTC).';
COMMENT ON COLUMN derived.distinct_review.sighting_count IS 'Statements of it (rows of review).';
COMMENT ON COLUMN derived.distinct_review.state IS 'seen; edited (its words or stars changed); or vanished.';
COMMENT ON COLUMN derived.distinct_review.last_review_observation_id IS 'The statement of it that was seen last (review.review_observation_id).';

CREATE TABLE derived.fx_rate (
    part_id UUID NOT NULL,
    day DATE NOT NULL,
    currency TEXT NOT NULL,
    eur DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    origin_day DATE NOT NULL,
    CONSTRAINT fx_rate_pkey PRIMARY KEY (part_id, day, currency)
);
COMMENT ON TABLE derived.fx_rate IS 'One row per UTC day and currency: what one unit is worth. Source: measures.money.rates (E8).';
COMMENT ON COLUMN derived.fx_rate.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.fx_rate.day IS 'UTC day.';
COMMENT ON COLUMN derived.fx_rate.currency IS 'ISO 4217, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN derived.fx_rate.eur IS 'EUR for one unit.';
COMMENT ON COLUMN derived.fx_rate.source IS 'ecb (reference rate of the European Central Bank), page (printed by a market, in USD, then by ecb), series (a researcher''s own), or interpolated (between two days of these).';
COMMENT ON COLUMN derived.fx_rate.origin_day IS 'Day of the rate itself: the last one published up to day.';

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
COMMENT ON TABLE derived.listing_destination IS 'One row per listing, spell in which its destinations do not change, and place that it names. The function destination answers for a country. Source: measures.places.destinations (E10).';
COMMENT ON COLUMN derived.listing_destination.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_destination.number IS 'Number of the row in its part, from 1.';
COMMENT ON COLUMN derived.listing_destination.market IS 'Code of the market.';
COMMENT ON COLUMN derived.listing_destination.vendor IS 'Its account, by the latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_destination.listing_id IS 'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_destination.first_at IS 'Start of the first snapshot of the spell (UTC).';
COMMENT ON COLUMN derived.listing_destination.last_at IS 'End of its last snapshot (UTC).';
COMMENT ON COLUMN derived.listing_destination.until_at IS 'When the next spell begins, or last_at if there is none (UTC).';
COMMENT ON COLUMN derived.listing_destination.code IS 'ISO 3166-1 alpha-2, a region, or WORLD. NULL: it names no place in this spell.';
COMMENT ON COLUMN derived.listing_destination.is_included IS 'Sent there; or else ruled out. NULL: it names no place.';
COMMENT ON COLUMN derived.listing_destination.why IS 'field or text. NULL: it names no place.';
COMMENT ON COLUMN derived.listing_destination.words IS 'The words of the text that rule it out. NULL: the field does.';

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
COMMENT ON TABLE derived.listing_month IS 'One row per listing and UTC month with a snapshot in which it was live: what definitions of a country''s vendors rest on. Source: measures.places.definitions (E9).';
COMMENT ON COLUMN derived.listing_month.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN derived.listing_month.listing_id IS 'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_month.vendor IS 'Its account, by the latest name. Personal data.';
COMMENT ON COLUMN derived.listing_month.market IS 'Code of the market.';
COMMENT ON COLUMN derived.listing_month.ever_codes IS 'Countries that it was sent from in any snapshot of the month; empty if it names none. NULL: unstated.';
COMMENT ON COLUMN derived.listing_month.last_codes IS 'Countries in the month''s last snapshot. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_month.is_last IS 'Whether it was live in the month''s last snapshot.';
COMMENT ON COLUMN derived.listing_month.drug_class IS 'Class of drug. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_month.product_class IS 'physical or digital. NULL: cannot be known from what was seen.';

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
    CONSTRAINT listing_price_pkey PRIMARY KEY (part_id, listing_id, first_at)
);
COMMENT ON TABLE derived.listing_price IS 'One row per listing and spell in which it was seen with one asked price. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7).';
COMMENT ON COLUMN derived.listing_price.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_price.listing_id IS 'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_price.first_at IS 'When the price was first seen (UTC).';
COMMENT ON COLUMN derived.listing_price.market IS 'Code of the market.';
COMMENT ON COLUMN derived.listing_price.last_at IS 'When it was last seen (UTC).';
COMMENT ON COLUMN derived.listing_price.price IS 'Price of one unit, in currency.';
COMMENT ON COLUMN derived.listing_price.currency IS 'ISO 4217 code, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN derived.listing_price.price_eur IS 'Price in EUR at the rate of first_at. NULL: no rate.';
COMMENT ON COLUMN derived.listing_price.price_flag IS 'ok; holding (it only keeps buyers off); free; or unverified_high (high, and nothing to judge it by).';
COMMENT ON COLUMN derived.listing_price.observation_count IS 'Statements that the spell rests on.';

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
COMMENT ON TABLE derived.listing_state IS 'One row per snapshot and listing that was seen in it, or before and after it, with its best statement there. Source: measures.looks.presence, measures.looks.listing_state.';
COMMENT ON COLUMN derived.listing_state.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.listing_state.snapshot_id IS 'The snapshot.';
COMMENT ON COLUMN derived.listing_state.listing_id IS 'The market''s own identifier of the listing.';
COMMENT ON COLUMN derived.listing_state.market IS 'Code of the market.';
COMMENT ON COLUMN derived.listing_state.vendor IS 'Its account, by the latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.presence IS 'seen (in this snapshot) or between (only before and after it).';
COMMENT ON COLUMN derived.listing_state.previous_snapshot_id IS 'The last snapshot before this one that it was seen in. NULL: it was not seen before.';
COMMENT ON COLUMN derived.listing_state.next_snapshot_id IS 'The next snapshot after this one that it was seen in. NULL: it was not seen again.';
COMMENT ON COLUMN derived.listing_state.stated_run IS 'The reading of the page that its state rests on (parse_run).';
COMMENT ON COLUMN derived.listing_state.listing_observation_id IS 'The statement that its state rests on (listing_snapshot.listing_observation_id).';
COMMENT ON COLUMN derived.listing_state.stated_at IS 'When that page was captured (UTC).';
COMMENT ON COLUMN derived.listing_state.origin_codes IS 'Set of origins, sorted; empty if none could be read. NULL: no page ever stated one.';
COMMENT ON COLUMN derived.listing_state.origin_source IS 'stated (in this snapshot) or carried (from the nearest one that states it). NULL: there is no origin.';
COMMENT ON COLUMN derived.listing_state.destination_codes IS 'Set of destinations, sorted. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.destination_excluded IS 'Set of places ruled out. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.drug_class IS 'Class of drug in the common taxonomy. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.substance IS 'Substance within the class. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.product_class IS 'physical or digital. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.price IS 'Price of one unit, in price_currency. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.price_currency IS 'ISO 4217, or BTC, BCH, XMR, LTC. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_grams IS 'Weight offered, in grams as sold. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_units IS 'Number of countable units offered. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.listing_state.quantity_unit IS 'What quantity_units counts, such as pill. NULL: cannot be known from what was seen.';

CREATE TABLE derived.market_month (
    part_id UUID NOT NULL,
    month DATE NOT NULL,
    measure TEXT NOT NULL,
    market TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    vendor_count BIGINT NOT NULL,
    grade TEXT NOT NULL,
    CONSTRAINT market_month_pkey PRIMARY KEY (part_id, month, measure)
);
COMMENT ON TABLE derived.market_month IS 'One row per market, UTC month and measure. Source: measures.sales.market_months (E4, E5, E14), measures.sales.comparable (E16).';
COMMENT ON COLUMN derived.market_month.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.market_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN derived.market_month.measure IS 'vendors, listings (live at any snapshot of the month); transactions, turnover_eur (estimates of all sales); transactions_c13 (Christin 2013). What ratings alone show is in vendor_month.';
COMMENT ON COLUMN derived.market_month.market IS 'Code of the market.';
COMMENT ON COLUMN derived.market_month.value IS 'The figure.';
COMMENT ON COLUMN derived.market_month.low IS 'Lower end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.market_month.high IS 'Upper end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.market_month.vendor_count IS 'Accounts that it rests on; below 5 it is not for publication.';
COMMENT ON COLUMN derived.market_month.grade IS 'Of the snapshots that it rests on: complete, usable or partial.';

CREATE TABLE derived.migration (
    part_id UUID NOT NULL,
    event TEXT NOT NULL,
    from_market TEXT NOT NULL,
    from_vendor TEXT NOT NULL,
    number BIGINT NOT NULL,
    class TEXT NOT NULL,
    to_market TEXT,
    to_vendor TEXT,
    first_seen_from TIMESTAMP WITH TIME ZONE,
    first_seen_to TIMESTAMP WITH TIME ZONE,
    evidence TEXT,
    decision TEXT,
    CONSTRAINT migration_pkey PRIMARY KEY (part_id, event, from_market, from_vendor, number)
);
COMMENT ON TABLE derived.migration IS 'One row per shock, account that was active before it, and market that it is found on, or one row if on none. Source: measures.accounts.migration (E13).';
COMMENT ON COLUMN derived.migration.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.migration.event IS 'The shock, as in market_event.';
COMMENT ON COLUMN derived.migration.from_market IS 'The market that it struck.';
COMMENT ON COLUMN derived.migration.from_vendor IS 'The account there. Personal data.';
COMMENT ON COLUMN derived.migration.number IS 'Number of the row of this account, from 1.';
COMMENT ON COLUMN derived.migration."class" IS 'migrant (first seen elsewhere after the shock), multi_homer (before), ambiguous, or lost (not found up to the last snapshot, which does not mean that it quit).';
COMMENT ON COLUMN derived.migration.to_market IS 'The market that it is found on. NULL: none.';
COMMENT ON COLUMN derived.migration.to_vendor IS 'The account there. Personal data. NULL: none.';
COMMENT ON COLUMN derived.migration.first_seen_from IS 'Start of the interval in which it began there (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.migration.first_seen_to IS 'End of that interval (UTC). NULL: not found.';
COMMENT ON COLUMN derived.migration.evidence IS 'What tells when it began there. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.migration.decision IS 'Of the link between both accounts (account_link). NULL: cannot be known from what was seen.';

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
COMMENT ON TABLE derived.origin_month IS 'One row per account, UTC month, class of goods and country: its estimated sales, by the origins of listings (attribution A1). Source: measures.places.attribution (E9).';
COMMENT ON COLUMN derived.origin_month.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_month.number IS 'Number of the row in its part, from 1.';
COMMENT ON COLUMN derived.origin_month.market IS 'Code of the market.';
COMMENT ON COLUMN derived.origin_month.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN derived.origin_month.code IS 'ISO 3166-1 alpha-2. NULL: no country is stated.';
COMMENT ON COLUMN derived.origin_month.drug_class IS 'Class of drug. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.product_class IS 'physical or digital. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.transactions IS 'Estimated sales. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.origin_month.turnover_eur IS 'Estimated worth, EUR. NULL: cannot be known from what was seen.';

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
    CONSTRAINT origin_move_pkey PRIMARY KEY (part_id, vendor, moved_to)
);
COMMENT ON TABLE derived.origin_move IS 'One row per move of an account: it stopped sending from one set of places and sends from another. Source: measures.places.origin_moves (E9).';
COMMENT ON COLUMN derived.origin_move.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_move.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_move.moved_to IS 'End of the interval in which it moved (UTC): by then at the latest.';
COMMENT ON COLUMN derived.origin_move.market IS 'Code of the market.';
COMMENT ON COLUMN derived.origin_move.from_codes IS 'Where it sent from, sorted.';
COMMENT ON COLUMN derived.origin_move.to_codes IS 'Where it sends from, sorted.';
COMMENT ON COLUMN derived.origin_move.kept_codes IS 'Other countries that it went on sending from, sorted.';
COMMENT ON COLUMN derived.origin_move.moved_from IS 'Start of the interval in which it moved (UTC).';
COMMENT ON COLUMN derived.origin_move.evidence IS 'restated (listings changed their origin) or replaced (others took their place).';
COMMENT ON COLUMN derived.origin_move.listing_count IS 'Listings that changed, or that took the place of others.';

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
COMMENT ON TABLE derived.origin_spell IS 'One row per account and spell in which its live listings have one set of origins. Source: measures.places.origins (E9).';
COMMENT ON COLUMN derived.origin_spell.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.origin_spell.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.origin_spell.from_latest IS 'First snapshot with this set (UTC): it has it by then at the latest.';
COMMENT ON COLUMN derived.origin_spell.market IS 'Code of the market.';
COMMENT ON COLUMN derived.origin_spell.origin_codes IS 'Set of origins, sorted.';
COMMENT ON COLUMN derived.origin_spell.from_earliest IS 'Last snapshot before without it (UTC). NULL: there is none; it may have had it before.';
COMMENT ON COLUMN derived.origin_spell.to_earliest IS 'Last snapshot with this set (UTC).';
COMMENT ON COLUMN derived.origin_spell.to_latest IS 'First snapshot after without it (UTC). NULL: there is none; it may have kept it.';

CREATE TABLE derived.part (
    part_id UUID NOT NULL,
    step TEXT NOT NULL,
    market TEXT,
    row_counts JSONB NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    CONSTRAINT part_pkey PRIMARY KEY (part_id)
);
COMMENT ON TABLE derived.part IS 'One row per part of a derivation that is whole. Runs share parts whose input, parameters and measures are the same, so only what is new is computed. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.part.part_id IS 'Identifier made of step, market, input, parameters and version of the measures.';
COMMENT ON COLUMN derived.part.step IS 'rates, market or across.';
COMMENT ON COLUMN derived.part.market IS 'The market that it is of. NULL: all of them.';
COMMENT ON COLUMN derived.part.row_counts IS 'How many rows each table has of it.';
COMMENT ON COLUMN derived.part.seconds IS 'How long it took, in seconds.';

CREATE TABLE derived.population (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    "of" TEXT NOT NULL,
    estimator TEXT NOT NULL,
    market TEXT NOT NULL,
    value DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    warning TEXT,
    CONSTRAINT population_pkey PRIMARY KEY (part_id, snapshot_id, "of", estimator)
);
COMMENT ON TABLE derived.population IS 'One row per snapshot, what is counted and estimator: how many there were. Source: measures.looks.populations (E2).';
COMMENT ON COLUMN derived.population.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.population.snapshot_id IS 'The snapshot.';
COMMENT ON COLUMN derived.population.of IS 'listing or vendor.';
COMMENT ON COLUMN derived.population.estimator IS 'seen (a plain count); jolly_seber (open population, at this snapshot); chapman (this and the one before); schnabel (closed population, up to this one); chao2 (ever there up to this one; too high where much comes and goes).';
COMMENT ON COLUMN derived.population.market IS 'Code of the market.';
COMMENT ON COLUMN derived.population.value IS 'The estimate. NULL: it cannot be made; see warning.';
COMMENT ON COLUMN derived.population.low IS 'Lower end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.population.high IS 'Upper end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.population.warning IS 'What to know before it is used. NULL: nothing.';

CREATE TABLE derived.region_country (
    part_id UUID NOT NULL,
    number BIGINT NOT NULL,
    region TEXT NOT NULL,
    country TEXT NOT NULL,
    since DATE,
    until DATE,
    CONSTRAINT region_country_pkey PRIMARY KEY (part_id, number)
);
COMMENT ON TABLE derived.region_country IS 'One row per region, country in it, and time in which it is. Source: measures.places.regions (E10).';
COMMENT ON COLUMN derived.region_country.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.region_country.number IS 'Number of the row, from 1.';
COMMENT ON COLUMN derived.region_country.region IS 'Name of the region, as in destination codes.';
COMMENT ON COLUMN derived.region_country.country IS 'ISO 3166-1 alpha-2.';
COMMENT ON COLUMN derived.region_country.since IS 'First day. NULL: longer ago than any market.';
COMMENT ON COLUMN derived.region_country.until IS 'Day after the last. NULL: it still is in it.';

CREATE TABLE derived.sale (
    part_id UUID NOT NULL,
    transaction_id UUID NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT,
    listing_id TEXT,
    occurred_from TIMESTAMP WITH TIME ZONE,
    occurred_to TIMESTAMP WITH TIME ZONE,
    amount_eur_low DOUBLE PRECISION,
    amount_eur DOUBLE PRECISION,
    amount_eur_high DOUBLE PRECISION,
    raw_eur DOUBLE PRECISION,
    filtered_eur DOUBLE PRECISION,
    imputed_eur DOUBLE PRECISION,
    price_source TEXT NOT NULL,
    price_flag TEXT NOT NULL,
    quantity DOUBLE PRECISION,
    asked_eur DOUBLE PRECISION,
    is_tiered BOOLEAN NOT NULL,
    order_ratio DOUBLE PRECISION,
    drug_class TEXT,
    substance TEXT,
    quantity_grams DOUBLE PRECISION,
    origin_codes TEXT[],
    CONSTRAINT sale_pkey PRIMARY KEY (part_id, transaction_id)
);
COMMENT ON TABLE derived.sale IS 'One row per sale for which a rating stands, with what it was worth. Source: measures.sales.sale_amounts (E6-E8).';
COMMENT ON COLUMN derived.sale.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.sale.transaction_id IS 'The rating (distinct_review.review_id).';
COMMENT ON COLUMN derived.sale.market IS 'Code of the market.';
COMMENT ON COLUMN derived.sale.vendor IS 'The account that sold, by its latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.listing_id IS 'The listing that was bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.occurred_from IS 'Earliest instant at which the rating can have been left (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.occurred_to IS 'End of that interval, itself outside. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur_low IS 'Least that it can have been worth, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur IS 'What it was worth, EUR; without holding prices, and with the usual price in their place (price_flag imputed_holding). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur_high IS 'Most that it can have been worth, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.raw_eur IS 'What it was worth by the price as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.filtered_eur IS 'What it was worth, EUR, with no sale at a holding price. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.imputed_eur IS 'What it was worth, EUR, with the usual price in place of holding prices and of unknown ones. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.price_source IS 'printed (with the rating), listing_before or listing_after (the price asked before or after it), tier, listing_median, or missing.';
COMMENT ON COLUMN derived.sale.price_flag IS 'ok, holding, imputed_holding, unverified_high or free.';
COMMENT ON COLUMN derived.sale.quantity IS 'Units that were bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.asked_eur IS 'What one unit was asked for at that time, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.is_tiered IS 'Whether the listing has prices by quantity.';
COMMENT ON COLUMN derived.sale.order_ratio IS 'By what asked_eur was multiplied, as no amount is printed: one of the ratios that such orders have where amounts are printed, each as often as it was met there; 1: one unit. NULL: printed.';
COMMENT ON COLUMN derived.sale.drug_class IS 'Class of drug of the listing. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.substance IS 'Substance within the class. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.quantity_grams IS 'Weight of one unit, grams. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.origin_codes IS 'Origins of the listing at that time, sorted. NULL: not known, or its listings differ (sale_origin).';

CREATE TABLE derived.sale_origin (
    part_id UUID NOT NULL,
    transaction_id UUID NOT NULL,
    code TEXT NOT NULL,
    market TEXT NOT NULL,
    basis TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    CONSTRAINT sale_origin_pkey PRIMARY KEY (part_id, transaction_id, code)
);
COMMENT ON TABLE derived.sale_origin IS 'One row per sale and origin of its listing at that time: an equal share of the sale for each origin of a set, and for each listing that it may belong to (attribution A1). Source: measures.places.attribution (E9).';
COMMENT ON COLUMN derived.sale_origin.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.sale_origin.transaction_id IS 'The sale.';
COMMENT ON COLUMN derived.sale_origin.code IS 'ISO 3166-1 alpha-2.';
COMMENT ON COLUMN derived.sale_origin.market IS 'Code of the market.';
COMMENT ON COLUMN derived.sale_origin.basis IS 'listing (it is known), or candidates (several, or those that its vendor had then).';
COMMENT ON COLUMN derived.sale_origin.weight IS 'Share of the sale, above 0 and up to 1.';

CREATE TABLE derived.snapshot (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    market TEXT NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    crawl_id UUID,
    capture_count BIGINT NOT NULL,
    wall_count BIGINT NOT NULL,
    incomplete_count BIGINT NOT NULL,
    listing_page_count BIGINT NOT NULL,
    listing_seen BIGINT,
    listing_expected BIGINT,
    vendor_seen BIGINT,
    vendor_expected BIGINT,
    review_seen BIGINT,
    review_expected BIGINT,
    listing_completeness DOUBLE PRECISION,
    vendor_completeness DOUBLE PRECISION,
    review_completeness DOUBLE PRECISION,
    grade TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT snapshot_pkey PRIMARY KEY (part_id, snapshot_id)
);
COMMENT ON TABLE derived.snapshot IS 'One row per snapshot, that is one look at one market: a crawl, or a run of imported captures without a long gap; with how complete it is. Source: measures.looks.snapshots, measures.looks.completeness (E1).';
COMMENT ON COLUMN derived.snapshot.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.snapshot.snapshot_id IS 'Market and first instant of the snapshot.';
COMMENT ON COLUMN derived.snapshot.market IS 'Code of the market.';
COMMENT ON COLUMN derived.snapshot.first_at IS 'When its first page was captured (UTC).';
COMMENT ON COLUMN derived.snapshot.last_at IS 'When its last page was captured (UTC).';
COMMENT ON COLUMN derived.snapshot.crawl_id IS 'The crawl (crawl_quality). NULL: imported captures.';
COMMENT ON COLUMN derived.snapshot.capture_count IS 'Pages that were captured, walls included.';
COMMENT ON COLUMN derived.snapshot.wall_count IS 'Those that are walls (login, captcha, gone …).';
COMMENT ON COLUMN derived.snapshot.incomplete_count IS 'Those that are cut.';
COMMENT ON COLUMN derived.snapshot.listing_page_count IS 'Listings whose own page was captured.';
COMMENT ON COLUMN derived.snapshot.listing_seen IS 'Distinct listings that were seen, as compared. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.listing_expected IS 'Listings by the site''s own totals. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_seen IS 'Vendors whose own page was captured. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_expected IS 'Vendors named on any page. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_seen IS 'Ratings that were seen, as compared. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_expected IS 'Ratings by the counters and bands of the vendors seen, as far as pages can show them. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.listing_completeness IS 'listing_seen / listing_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_completeness IS 'vendor_seen / vendor_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_completeness IS 'review_seen / review_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.grade IS 'complete (levels and shares), usable (shares; levels by an estimator) or partial (left out of trends).';
COMMENT ON COLUMN derived.snapshot.reason IS 'What decided on the grade, with its figures.';

CREATE TABLE derived.vendor_month (
    part_id UUID NOT NULL,
    vendor TEXT NOT NULL,
    month DATE NOT NULL,
    market TEXT NOT NULL,
    review_count BIGINT NOT NULL,
    transactions_shown DOUBLE PRECISION NOT NULL,
    shown_low DOUBLE PRECISION NOT NULL,
    shown_high DOUBLE PRECISION NOT NULL,
    transactions DOUBLE PRECISION,
    transactions_low DOUBLE PRECISION,
    transactions_high DOUBLE PRECISION,
    counter_transactions DOUBLE PRECISION,
    feedback_rate DOUBLE PRECISION,
    turnover_shown_eur DOUBLE PRECISION,
    turnover_eur DOUBLE PRECISION,
    turnover_eur_low DOUBLE PRECISION,
    turnover_eur_high DOUBLE PRECISION,
    turnover_raw_eur DOUBLE PRECISION,
    turnover_imputed_eur DOUBLE PRECISION,
    is_truncated BOOLEAN NOT NULL,
    CONSTRAINT vendor_month_pkey PRIMARY KEY (part_id, vendor, month)
);
COMMENT ON TABLE derived.vendor_month IS 'One row per account and UTC month in which a sale of it is known: how many sales, worth what. A rating lies in the month in which it was left, not in that of the order. Source: measures.sales.vendor_months (E4, E5).';
COMMENT ON COLUMN derived.vendor_month.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.vendor_month.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.vendor_month.month IS 'First day of the UTC month.';
COMMENT ON COLUMN derived.vendor_month.market IS 'Code of the market.';
COMMENT ON COLUMN derived.vendor_month.review_count IS 'Ratings whose interval touches the month.';
COMMENT ON COLUMN derived.vendor_month.transactions_shown IS 'Ratings left in the month; one whose interval reaches beyond it counts for its part.';
COMMENT ON COLUMN derived.vendor_month.shown_low IS 'Ratings whose interval lies within the month.';
COMMENT ON COLUMN derived.vendor_month.shown_high IS 'Ratings whose interval touches the month.';
COMMENT ON COLUMN derived.vendor_month.transactions IS 'Estimate of all sales: ratings over the feedback rate, or counters. NULL: pages show neither.';
COMMENT ON COLUMN derived.vendor_month.transactions_low IS 'Lower end of its 95 % interval; never below what was shown. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.transactions_high IS 'Upper end. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.counter_transactions IS 'Sales by counters. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.feedback_rate IS 'Ratings per sale that was applied. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_shown_eur IS 'Worth of the ratings, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur IS 'Estimate of the worth of all sales, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur_low IS 'Lower end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur_high IS 'Upper end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_raw_eur IS 'Worth of the ratings by prices as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_imputed_eur IS 'Worth of the ratings with the usual price in place of holding prices, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.is_truncated IS 'Whether pages show only the newest of its ratings, so that some of the month were never shown.';

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
COMMENT ON TABLE derived.vendor_state IS 'One row per snapshot and account that was seen in it, or before and after it. Source: measures.looks.presence, measures.places.origins.';
COMMENT ON COLUMN derived.vendor_state.part_id IS 'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.vendor_state.snapshot_id IS 'The snapshot.';
COMMENT ON COLUMN derived.vendor_state.vendor IS 'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.vendor_state.market IS 'Code of the market.';
COMMENT ON COLUMN derived.vendor_state.presence IS 'seen (in this snapshot) or between (only before and after it).';
COMMENT ON COLUMN derived.vendor_state.listing_count IS 'Its listings that are live at the snapshot (listing_state).';
COMMENT ON COLUMN derived.vendor_state.origin_codes IS 'Set of origins of these, sorted. NULL: none of them states one. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_state.member_since IS 'Day on which it joined, as printed. NULL: cannot be known from what was seen.';

CREATE TABLE derived.finding (
    derive_run UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    finding TEXT NOT NULL,
    market TEXT NOT NULL,
    measure TEXT NOT NULL,
    unit TEXT NOT NULL,
    value DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    n BIGINT NOT NULL,
    vendor_count BIGINT NOT NULL,
    country TEXT,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    definition TEXT,
    attribution TEXT,
    grade TEXT,
    study TEXT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    sql TEXT NOT NULL,
    CONSTRAINT finding_pkey PRIMARY KEY (derive_run, ordinal),
    CONSTRAINT finding_derive_run_fkey FOREIGN KEY(derive_run) REFERENCES derived.derive_run (derive_run) ON DELETE CASCADE
);
COMMENT ON TABLE derived.finding IS 'One row per derivation, finding, market and measure: what the study said, what is measured, and whether it bears that out; for country and window of the derivation''s parameters. Source: cryptodrug findings, measures.verdicts.';
COMMENT ON COLUMN derived.finding.derive_run IS 'The derivation.';
COMMENT ON COLUMN derived.finding.ordinal IS 'Number of the row in the derivation, from 1.';
COMMENT ON COLUMN derived.finding.finding IS 'F1 to F8: facts 1 to 8 of the study.';
COMMENT ON COLUMN derived.finding.market IS 'Code of the market.';
COMMENT ON COLUMN derived.finding.measure IS 'What is measured.';
COMMENT ON COLUMN derived.finding.unit IS 'Of value, low and high: share, count, eur, eur_per_month or ratio.';
COMMENT ON COLUMN derived.finding.value IS 'The figure. NULL: it cannot be measured; see why.';
COMMENT ON COLUMN derived.finding.low IS 'Lower end of the 95 % interval. NULL: it has none.';
COMMENT ON COLUMN derived.finding.high IS 'Upper end of the 95 % interval. NULL: it has none.';
COMMENT ON COLUMN derived.finding.n IS 'How many things it rests on: accounts, sales, listings, months or snapshots, as the measure says.';
COMMENT ON COLUMN derived.finding.vendor_count IS 'Accounts that it rests on; below 5 it is not for publication.';
COMMENT ON COLUMN derived.finding.country IS 'ISO 3166-1 alpha-2. NULL: it is about all of the market.';
COMMENT ON COLUMN derived.finding.first_day IS 'First day of the window (UTC).';
COMMENT ON COLUMN derived.finding.last_day IS 'Last day of the window (UTC).';
COMMENT ON COLUMN derived.finding.definition IS 'Who is the country''s: D1 point, D2 ever, D3 main, D4 exclusive. NULL: it does not depend on it.';
COMMENT ON COLUMN derived.finding.attribution IS 'How sales are attributed: A1, A2 or A3 (country_share). NULL: it does not depend on it.';
COMMENT ON COLUMN derived.finding.grade IS 'Least grade of the window''s snapshots that are not partial; partial: all are. NULL: there is none.';
COMMENT ON COLUMN derived.finding.study IS 'What the study said, and how that was read where it is open.';
COMMENT ON COLUMN derived.finding.verdict IS 'agrees, disagrees or cannot_tell.';
COMMENT ON COLUMN derived.finding.why IS 'The reason; of what cannot be told, what data would tell.';
COMMENT ON COLUMN derived.finding.sql IS 'The statement that gives value, low, high, n and grade.';

CREATE TABLE derived.run_part (
    derive_run UUID NOT NULL,
    part_id UUID NOT NULL,
    CONSTRAINT run_part_pkey PRIMARY KEY (derive_run, part_id),
    CONSTRAINT run_part_derive_run_fkey FOREIGN KEY(derive_run) REFERENCES derived.derive_run (derive_run) ON DELETE CASCADE,
    CONSTRAINT run_part_part_id_fkey FOREIGN KEY(part_id) REFERENCES derived.part (part_id)
);
COMMENT ON TABLE derived.run_part IS 'One row per run and part that it is made of. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.run_part.derive_run IS 'The run.';
COMMENT ON COLUMN derived.run_part.part_id IS 'The part.';

CREATE UNIQUE INDEX derive_run_current_idx ON derived.derive_run (is_current) WHERE is_current;
COMMENT ON INDEX derived.derive_run_current_idx IS 'At most one run is current.';

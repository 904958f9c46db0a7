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
COMMENT ON TABLE derived.distinct_review IS
    'One row per rating that a buyer left, however often and on however many pages it was seen. Source: measures.ratings.review_identity, measures.ratings.review_listing (E3).';
COMMENT ON COLUMN derived.distinct_review.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.distinct_review.review_id IS
    'The statement of it that was seen first (review.review_observation_id).';
COMMENT ON COLUMN derived.distinct_review.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.distinct_review.vendor IS
    'The rated account, by its latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.listing_id IS
    'The listing that was bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.listing_ids IS
    'The listings that it may belong to, where several fit alike; share it equally. NULL: see listing_id.';
COMMENT ON COLUMN derived.distinct_review.listing_source IS
    'page (a page says it), matched (the ratings of listings'' pages tell) or unknown.';
COMMENT ON COLUMN derived.distinct_review.stars IS
    'Stars given, out of 5. NULL: the market shows none.';
COMMENT ON COLUMN derived.distinct_review.sign IS
    'positive, neutral or negative. NULL: the market shows none.';
COMMENT ON COLUMN derived.distinct_review.is_default_comment IS
    'Whether the market''s own words were left. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.buyer_mask IS
    'Masked name of the buyer. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.amount IS
    'Amount of the order as printed. NULL: none is printed.';
COMMENT ON COLUMN derived.distinct_review.amount_currency IS
    'Currency of amount. NULL: there is none.';
COMMENT ON COLUMN derived.distinct_review.occurred_from IS
    'Earliest instant at which it can have been left (UTC), by all pages that show it. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.occurred_to IS
    'End of the interval that begins with occurred_from, itself outside (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.distinct_review.first_seen_at IS
    'When a page showed it first (UTC).';
COMMENT ON COLUMN derived.distinct_review.last_seen_at IS
    'When a page showed it last (UTC).';
COMMENT ON COLUMN derived.distinct_review.sighting_count IS
    'Statements of it (rows of review).';
COMMENT ON COLUMN derived.distinct_review.state IS
    'seen; edited (its words or stars changed); or vanished.';
COMMENT ON COLUMN derived.distinct_review.last_review_observation_id IS
    'The statement of it that was seen last (review.review_observation_id).';

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
COMMENT ON TABLE derived.sale IS
    'One row per sale for which a rating stands, with what it was worth. Source: measures.sales.sale_amounts (E6-E8).';
COMMENT ON COLUMN derived.sale.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.sale.transaction_id IS
    'The rating (distinct_review.review_id).';
COMMENT ON COLUMN derived.sale.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.sale.vendor IS
    'The account that sold, by its latest name. Personal data. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.listing_id IS
    'The listing that was bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.occurred_from IS
    'Earliest instant at which the rating can have been left (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.occurred_to IS
    'End of that interval, itself outside. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur_low IS
    'Least that it can have been worth, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur IS
    'What it was worth, EUR; without holding prices, and with the usual price in their place (price_flag imputed_holding). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.amount_eur_high IS
    'Most that it can have been worth, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.raw_eur IS
    'What it was worth by the price as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.filtered_eur IS
    'What it was worth, EUR, with no sale at a holding price. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.imputed_eur IS
    'What it was worth, EUR, with the usual price in place of holding prices and of unknown ones. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.price_source IS
    'printed (with the rating), listing_before or listing_after (the price asked before or after it), tier, listing_median, no_rate (a price is known, and no rate of its currency on that day), or missing.';
COMMENT ON COLUMN derived.sale.price_flag IS
    'ok, holding, imputed_holding, unverified_high, free or implausible (what is printed beside the rating, or asked, cannot have been paid: raw_eur has it, amount_eur is that of a sale without a printed amount).';
COMMENT ON COLUMN derived.sale.quantity IS
    'Units that were bought. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.asked_eur IS
    'What one unit was asked for at that time, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.is_tiered IS
    'Whether the listing has prices by quantity.';
COMMENT ON COLUMN derived.sale.order_ratio IS
    'By what asked_eur was multiplied, as no amount is printed: one of the ratios that such orders have where amounts are printed, each as often as it was met there; 1: one unit. NULL: printed.';
COMMENT ON COLUMN derived.sale.drug_class IS
    'Class of drug of the listing. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.substance IS
    'Substance within the class. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.quantity_grams IS
    'Weight of one unit, grams. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.sale.origin_codes IS
    'Origins of the listing at that time, sorted. NULL: not known, or its listings differ (sale_origin).';

CREATE TABLE derived.sale_origin (
    part_id UUID NOT NULL,
    transaction_id UUID NOT NULL,
    code TEXT NOT NULL,
    market TEXT NOT NULL,
    basis TEXT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    CONSTRAINT sale_origin_pkey PRIMARY KEY (part_id, transaction_id, code)
);
COMMENT ON TABLE derived.sale_origin IS
    'One row per sale and origin of its listing at that time: an equal share of the sale for each origin of a set, and for each listing that it may belong to (attribution A1). Source: measures.places.attribution (E9).';
COMMENT ON COLUMN derived.sale_origin.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.sale_origin.transaction_id IS
    'The sale.';
COMMENT ON COLUMN derived.sale_origin.code IS
    'ISO 3166-1 alpha-2.';
COMMENT ON COLUMN derived.sale_origin.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.sale_origin.basis IS
    'listing (it is known), or candidates (several, or those that its vendor had then).';
COMMENT ON COLUMN derived.sale_origin.weight IS
    'Share of the sale, above 0 and up to 1.';

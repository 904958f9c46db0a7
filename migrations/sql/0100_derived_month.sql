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
COMMENT ON TABLE derived.market_month IS
    'One row per market, UTC month and measure. Source: measures.sales.market_months (E4, E5, E14), measures.sales.comparable (E16).';
COMMENT ON COLUMN derived.market_month.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.market_month.month IS
    'First day of the UTC month.';
COMMENT ON COLUMN derived.market_month.measure IS
    'vendors, listings (live at any snapshot of the month); transactions, turnover_eur (estimates of all sales); transactions_c13 (Christin 2013). What ratings alone show is in vendor_month.';
COMMENT ON COLUMN derived.market_month.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.market_month.value IS
    'The figure.';
COMMENT ON COLUMN derived.market_month.low IS
    'Lower end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.market_month.high IS
    'Upper end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.market_month.vendor_count IS
    'Accounts that it rests on; below 5 it is not for publication.';
COMMENT ON COLUMN derived.market_month.grade IS
    'Of the snapshots that it rests on: complete, usable or partial; turnover of a month of which some sales have no rate is partial, too.';

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
    counter_flag TEXT,
    CONSTRAINT vendor_month_pkey PRIMARY KEY (part_id, vendor, month)
);
COMMENT ON TABLE derived.vendor_month IS
    'One row per account and UTC month in which a sale of it is known: how many sales, worth what. A rating lies in the month in which it was left, not in that of the order. Source: measures.sales.vendor_months (E4, E5).';
COMMENT ON COLUMN derived.vendor_month.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.vendor_month.vendor IS
    'The account, by its latest name. Personal data.';
COMMENT ON COLUMN derived.vendor_month.month IS
    'First day of the UTC month.';
COMMENT ON COLUMN derived.vendor_month.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.vendor_month.review_count IS
    'Ratings whose interval touches the month.';
COMMENT ON COLUMN derived.vendor_month.transactions_shown IS
    'Ratings left in the month; one whose interval reaches beyond it counts for its part.';
COMMENT ON COLUMN derived.vendor_month.shown_low IS
    'Ratings whose interval lies within the month.';
COMMENT ON COLUMN derived.vendor_month.shown_high IS
    'Ratings whose interval touches the month.';
COMMENT ON COLUMN derived.vendor_month.transactions IS
    'Estimate of all sales: ratings over the feedback rate, or counters. NULL: pages show neither.';
COMMENT ON COLUMN derived.vendor_month.transactions_low IS
    'Lower end of its 95 % interval; never below what was shown. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.transactions_high IS
    'Upper end. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.counter_transactions IS
    'Sales by counters. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.feedback_rate IS
    'Ratings per sale that was applied. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_shown_eur IS
    'Worth of the ratings, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur IS
    'Estimate of the worth of all sales, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur_low IS
    'Lower end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_eur_high IS
    'Upper end, EUR. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.vendor_month.turnover_raw_eur IS
    'Worth of the ratings by prices as stated, holding prices too, EUR: never a headline. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.vendor_month.turnover_imputed_eur IS
    'Worth of the ratings with the usual price in place of holding prices, EUR. NULL: cannot be known from what was seen, or some of them have no rate.';
COMMENT ON COLUMN derived.vendor_month.is_truncated IS
    'Whether pages show only the newest of its ratings, so that some of the month were never shown.';
COMMENT ON COLUMN derived.vendor_month.counter_flag IS
    'ok; implausible (the counter grew as no vendor sells, so the month rests on the ratings). NULL: no counter is known.';

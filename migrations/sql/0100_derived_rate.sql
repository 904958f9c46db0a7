CREATE TABLE derived.fx_rate (
    part_id UUID NOT NULL,
    day DATE NOT NULL,
    currency TEXT NOT NULL,
    eur DOUBLE PRECISION NOT NULL,
    source TEXT NOT NULL,
    origin_day DATE NOT NULL,
    CONSTRAINT fx_rate_pkey PRIMARY KEY (part_id, day, currency)
);
COMMENT ON TABLE derived.fx_rate IS
    'One row per UTC day and currency: what one unit is worth. Source: measures.money.rates (E8).';
COMMENT ON COLUMN derived.fx_rate.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.fx_rate.day IS
    'UTC day.';
COMMENT ON COLUMN derived.fx_rate.currency IS
    'ISO 4217, or BTC, BCH, XMR, LTC.';
COMMENT ON COLUMN derived.fx_rate.eur IS
    'EUR for one unit.';
COMMENT ON COLUMN derived.fx_rate.source IS
    'ecb (reference rate of the European Central Bank; of EUR itself, 1), page (printed by a market, in USD, then by ecb), series (a researcher''s own), or interpolated (between two days of these).';
COMMENT ON COLUMN derived.fx_rate.origin_day IS
    'Day of the rate itself: the last one published up to day.';

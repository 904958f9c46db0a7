CREATE TABLE derived.rating_delay (
    part_id UUID NOT NULL,
    market TEXT NOT NULL,
    days DOUBLE PRECISION NOT NULL,
    error_days DOUBLE PRECISION NOT NULL,
    CONSTRAINT rating_delay_pkey PRIMARY KEY (part_id, market)
);
COMMENT ON TABLE derived.rating_delay IS
    'One row per market: how long after an order its rating is left. Source: measures.ratings.rating_delays (E4, E5).';
COMMENT ON COLUMN derived.rating_delay.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.rating_delay.market IS 'Code of the market.';
COMMENT ON COLUMN derived.rating_delay.days IS
    'Mean delay of its ratings, days: of counters that were read often, drawn to 5 as far as they do not tell it.';
COMMENT ON COLUMN derived.rating_delay.error_days IS 'Its standard error, days: 2.9 where no counter tells anything.';

ALTER TABLE derived.market_month ALTER COLUMN value DROP NOT NULL;
ALTER TABLE derived.market_month ADD COLUMN reason TEXT;
ALTER TABLE derived.market_month ADD COLUMN reason_code TEXT;
ALTER TABLE derived.market_month ADD COLUMN reason_values JSON;
COMMENT ON COLUMN derived.market_month.value IS 'The figure. NULL: it cannot be known yet, and reason says why.';
COMMENT ON COLUMN derived.market_month.reason IS 'Why there is no figure. NULL: there is one.';
COMMENT ON COLUMN derived.market_month.reason_code IS
    'Code of the reason, the same in each language. NULL: there is a figure.';
COMMENT ON COLUMN derived.market_month.reason_values IS
    'What the sentence of the reason tells, by name; shares are parts of one. NULL: there is a figure.';

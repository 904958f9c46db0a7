CREATE TABLE derived.rating_month (
    part_id UUID NOT NULL,
    market TEXT NOT NULL,
    month DATE NOT NULL,
    seen_once DOUBLE PRECISION NOT NULL,
    CONSTRAINT rating_month_pkey PRIMARY KEY (part_id, market, month)
);
COMMENT ON TABLE derived.rating_month IS
    'One row per market and UTC month in which a rating was left: which part of them one look alone shows. Source: measures.looks.seen_once.';
COMMENT ON COLUMN derived.rating_month.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.rating_month.market IS 'Code of the market.';
COMMENT ON COLUMN derived.rating_month.month IS
    'First day of the UTC month in which its ratings can have been left at the earliest.';
COMMENT ON COLUMN derived.rating_month.seen_once IS
    'Part of these ratings that no second snapshot shows, 0 to 1: the time from the first page that shows them to the last is no longer than the longest snapshot of the market.';

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
INSERT INTO derived.rating_month (part_id, market, month, seen_once)
SELECT r.part_id, r.market, date_trunc('month', r.occurred_from AT TIME ZONE 'UTC')::date,
       avg((r.last_seen_at - r.first_seen_at <= l.span)::int)
FROM derived.distinct_review r
JOIN (SELECT part_id, max(last_at - first_at) AS span FROM derived.snapshot GROUP BY part_id) l USING (part_id)
WHERE r.occurred_from IS NOT NULL GROUP BY 1, 2, 3;

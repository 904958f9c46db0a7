CREATE TABLE derived.order_doubt (
    part_id UUID NOT NULL,
    alike DOUBLE PRECISION NOT NULL,
    apart DOUBLE PRECISION NOT NULL,
    CONSTRAINT order_doubt_pkey PRIMARY KEY (part_id)
);
COMMENT ON TABLE derived.order_doubt IS
    'One row per derivation in which amounts can be learned: how far off those are that no page prints. Source: measures.money.order_doubt (E6).';
COMMENT ON COLUMN derived.order_doubt.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.order_doubt.alike IS
    'How alike orders of one listing are in how many units they are of, 0 to 1, of printed amounts of all markets; 1 where nothing tells it.';
COMMENT ON COLUMN derived.order_doubt.apart IS
    'By how many standard deviations of an order those of a market that prints no amounts may be of more units, or of fewer, than those of the markets that do (68 %); 1 where nothing tells it.';

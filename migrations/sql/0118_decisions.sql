CREATE TABLE decision (
    decision_id UUID NOT NULL,
    kind TEXT NOT NULL,
    subject JSONB NOT NULL,
    verdict TEXT NOT NULL,
    value JSONB,
    decided_by TEXT NOT NULL,
    decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
    decided_why TEXT NOT NULL,
    ground JSONB,
    replaces UUID,
    CONSTRAINT decision_pkey PRIMARY KEY (decision_id),
    CONSTRAINT kind_word CHECK (kind IN ('link', 'country', 'holding_price', 'class', 'field')),
    CONSTRAINT verdict_word CHECK (verdict IN ('accepted', 'rejected', 'corrected', 'withdrawn'))
);
COMMENT ON TABLE decision IS
    'One row per decision of a person on what pages state or measures tell, or withdrawal of one: a ledger, of which no row is ever changed. derive takes the decisions that count. Source: cryptodrug decision.';
COMMENT ON COLUMN decision.decision_id IS
    'Identifier made of all that the row says.';
COMMENT ON COLUMN decision.kind IS
    'What is decided: link (two accounts are one seller''s), country (from where an account sends), holding_price (a price only holds a place), class (what a listing sells) or field (what was read of a page).';
COMMENT ON COLUMN decision.subject IS
    'Keys of what it is about, as docs/decisions.md has them. Personal data: it names accounts.';
COMMENT ON COLUMN decision.verdict IS
    'accepted (it is so), rejected (it is not so), corrected (it is as value says) or withdrawn.';
COMMENT ON COLUMN decision.value IS
    'What holds, by column; of what is rejected, what does not. NULL: the verdict says it all.';
COMMENT ON COLUMN decision.decided_by IS
    'Who decided it. Personal data.';
COMMENT ON COLUMN decision.decided_at IS
    'When it was decided (UTC).';
COMMENT ON COLUMN decision.decided_why IS
    'Why, in that person''s words. May hold personal data.';
COMMENT ON COLUMN decision.ground IS
    'What that person saw: values by column, and the parser_version of the reading. NULL: a withdrawal.';
COMMENT ON COLUMN decision.replaces IS
    'The decision of the same subject that it stands in place of, or withdraws. NULL: none.';
CREATE INDEX decision_replaces_idx ON decision (replaces);
CREATE INDEX decision_subject_idx ON decision USING hash (subject);
CREATE TABLE derived.decision_state (
    part_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    state TEXT NOT NULL,
    found JSON NOT NULL,
    CONSTRAINT decision_state_pkey PRIMARY KEY (part_id, decision_id)
);
COMMENT ON TABLE derived.decision_state IS
    'One row per decision that counted when the derivation was made: whether what it rests on is there. Source: derive.decided.';
COMMENT ON COLUMN derived.decision_state.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.decision_state.decision_id IS
    'The decision (decision).';
COMMENT ON COLUMN derived.decision_state.state IS
    'applied; ground_changed (what is there without it is not what the person saw: look again) or without_ground (there is no such account, listing, price or record).';
COMMENT ON COLUMN derived.decision_state.found IS
    'What is there without the decision, by column, as decision.ground has what the person saw.';
CREATE TABLE derived.decision_effect (
    part_id UUID NOT NULL,
    decision_id UUID NOT NULL,
    table_name TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    CONSTRAINT decision_effect_pkey PRIMARY KEY (part_id, decision_id, table_name)
);
COMMENT ON TABLE derived.decision_effect IS
    'One row per decision and table of which it changed rows. Source: derive.decided.';
COMMENT ON COLUMN derived.decision_effect.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.decision_effect.decision_id IS
    'The decision (decision).';
COMMENT ON COLUMN derived.decision_effect.table_name IS
    'A derived table; or, of a field, the observed one whose row is read otherwise.';
COMMENT ON COLUMN derived.decision_effect.row_count IS
    'Rows of it that are otherwise than without the decision.';

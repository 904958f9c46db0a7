CREATE TABLE derived.derive_run (
    derive_run UUID NOT NULL,
    measures_version TEXT NOT NULL,
    parameters JSONB NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    is_current BOOLEAN NOT NULL,
    CONSTRAINT derive_run_pkey PRIMARY KEY (derive_run)
);
CREATE UNIQUE INDEX derive_run_current_idx ON derived.derive_run (is_current) WHERE is_current;
COMMENT ON TABLE derived.derive_run IS
    'One row per derivation: with what parameters and version of the measures the derived tables were made. One of them is current; the views show that one. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.derive_run.derive_run IS
    'Identifier made of the parts: the same on any machine.';
COMMENT ON COLUMN derived.derive_run.measures_version IS
    'Version of what measures: the release and a digest of it.';
COMMENT ON COLUMN derived.derive_run.parameters IS
    'Every parameter of the measures.';
COMMENT ON COLUMN derived.derive_run.started_at IS
    'When it began (UTC).';
COMMENT ON COLUMN derived.derive_run.ended_at IS
    'When it was whole (UTC).';
COMMENT ON COLUMN derived.derive_run.is_current IS
    'Whether the views of the schema research show this run.';

CREATE TABLE derived.part (
    part_id UUID NOT NULL,
    step TEXT NOT NULL,
    market TEXT,
    row_counts JSONB NOT NULL,
    seconds DOUBLE PRECISION NOT NULL,
    CONSTRAINT part_pkey PRIMARY KEY (part_id)
);
COMMENT ON TABLE derived.part IS
    'One row per part of a derivation that is whole. Runs share parts whose input, parameters and measures are the same, so only what is new is computed. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.part.part_id IS
    'Identifier made of step, market, input, parameters and version of the measures.';
COMMENT ON COLUMN derived.part.step IS
    'rates, market or across.';
COMMENT ON COLUMN derived.part.market IS
    'The market that it is of. NULL: all of them.';
COMMENT ON COLUMN derived.part.row_counts IS
    'How many rows each table has of it.';
COMMENT ON COLUMN derived.part.seconds IS
    'How long it took, in seconds.';

CREATE TABLE derived.run_part (
    derive_run UUID NOT NULL,
    part_id UUID NOT NULL,
    CONSTRAINT run_part_pkey PRIMARY KEY (derive_run, part_id),
    CONSTRAINT run_part_derive_run_fkey FOREIGN KEY(derive_run) REFERENCES derived.derive_run (derive_run) ON DELETE CASCADE,
    CONSTRAINT run_part_part_id_fkey FOREIGN KEY(part_id) REFERENCES derived.part (part_id)
);
COMMENT ON TABLE derived.run_part IS
    'One row per run and part that it is made of. Source: cryptodrug derive.';
COMMENT ON COLUMN derived.run_part.derive_run IS
    'The run.';
COMMENT ON COLUMN derived.run_part.part_id IS
    'The part.';

CREATE TABLE adjudication_sample (
    sample_id UUID NOT NULL,
    size BIGINT NOT NULL,
    seed BIGINT NOT NULL,
    drawn_at TIMESTAMP WITH TIME ZONE NOT NULL,
    drawn_by TEXT NOT NULL,
    CONSTRAINT adjudication_sample_pkey PRIMARY KEY (sample_id)
);
COMMENT ON TABLE adjudication_sample IS
    'One row per sample that was drawn to be judged: a ledger. Source: explore --adjudicate.';
COMMENT ON COLUMN adjudication_sample.sample_id IS
    'Identifier made of size, seed and items: the same data and seed give the same.';
COMMENT ON COLUMN adjudication_sample.size IS
    'Items that were asked for; there may be fewer to draw.';
COMMENT ON COLUMN adjudication_sample.seed IS
    'Seed by which it was drawn.';
COMMENT ON COLUMN adjudication_sample.drawn_at IS
    'When it was drawn (UTC).';
COMMENT ON COLUMN adjudication_sample.drawn_by IS
    'Who had it drawn. Personal data.';
CREATE TABLE adjudication_item (
    sample_id UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    kind TEXT NOT NULL,
    stratum TEXT NOT NULL,
    population BIGINT NOT NULL,
    drawn BIGINT NOT NULL,
    subject JSONB NOT NULL,
    machine TEXT NOT NULL,
    parser_version TEXT,
    pages UUID[] NOT NULL,
    CONSTRAINT adjudication_item_pkey PRIMARY KEY (sample_id, ordinal),
    CONSTRAINT kind_word CHECK (kind IN ('link', 'goods', 'quantity', 'exclusion', 'field')),
    CONSTRAINT adjudication_item_sample_id_fkey FOREIGN KEY(sample_id) REFERENCES adjudication_sample (sample_id)
);
COMMENT ON TABLE adjudication_item IS
    'One row per sample and item: what is judged, and how likely it was drawn. Source: as its sample.';
COMMENT ON COLUMN adjudication_item.sample_id IS
    'The sample (adjudication_sample).';
COMMENT ON COLUMN adjudication_item.ordinal IS
    'Number of the item in its sample, from 0.';
COMMENT ON COLUMN adjudication_item.kind IS
    'What is asked: link (are two accounts one seller''s), goods (what is sold), quantity (how many grams), exclusion (are places ruled out) or field (is it read right).';
COMMENT ON COLUMN adjudication_item.stratum IS
    'Stratum of its kind, by what the program told when it was drawn.';
COMMENT ON COLUMN adjudication_item.population IS
    'Things that the stratum had.';
COMMENT ON COLUMN adjudication_item.drawn IS
    'Of them drawn, each with the same probability: drawn over population is the inclusion probability.';
COMMENT ON COLUMN adjudication_item.subject IS
    'Keys of what it is about, as decision.subject has them. Personal data: it names accounts.';
COMMENT ON COLUMN adjudication_item.machine IS
    'What the program told of it when it was drawn, in a word.';
COMMENT ON COLUMN adjudication_item.parser_version IS
    'Of the reading that told it. NULL: it is derived.';
COMMENT ON COLUMN adjudication_item.pages IS
    'Captures that are shown to answer it.';
CREATE TABLE adjudication_answer (
    answer_id UUID NOT NULL,
    sample_id UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    step TEXT NOT NULL,
    coder TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answer TEXT NOT NULL,
    note TEXT,
    CONSTRAINT adjudication_answer_pkey PRIMARY KEY (answer_id),
    CONSTRAINT step_word CHECK (step IN ('coding', 'settling'))
);
COMMENT ON TABLE adjudication_answer IS
    'One row per answer to an item: a ledger, of which no row is ever changed; of several of a coder the last counts. Source: forms of cryptodrug explore --adjudicate.';
COMMENT ON COLUMN adjudication_answer.answer_id IS
    'Identifier made of all that the row says.';
COMMENT ON COLUMN adjudication_answer.sample_id IS
    'The sample (adjudication_sample).';
COMMENT ON COLUMN adjudication_answer.ordinal IS
    'Number of the item in its sample (adjudication_item).';
COMMENT ON COLUMN adjudication_answer.step IS
    'coding (apart from the other coder) or settling (where both coders differ).';
COMMENT ON COLUMN adjudication_answer.coder IS
    'Who answered. Personal data.';
COMMENT ON COLUMN adjudication_answer.answered_at IS
    'When (UTC).';
COMMENT ON COLUMN adjudication_answer.answer IS
    'The answer in a word, or grams as a number; cannot_tell.';
COMMENT ON COLUMN adjudication_answer.note IS
    'What the coder wrote beside it. May hold personal data. NULL: nothing.';
CREATE INDEX adjudication_answer_item_idx ON adjudication_answer (sample_id, ordinal);
CREATE TABLE derived.error_count (
    part_id UUID NOT NULL,
    kind TEXT NOT NULL,
    told TEXT NOT NULL,
    truth TEXT NOT NULL,
    item_count BIGINT NOT NULL,
    weight DOUBLE PRECISION NOT NULL,
    weight_squares DOUBLE PRECISION NOT NULL,
    CONSTRAINT error_count_pkey PRIMARY KEY (part_id, kind, told, truth)
);
COMMENT ON TABLE derived.error_count IS
    'One row per kind of thing that was judged, what the program tells of it, and what is so: items of the sample that the derivation took, and how many things they stand for. Source: adjudication.counts.';
COMMENT ON COLUMN derived.error_count.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.error_count.kind IS
    'What was judged, as adjudication_item.kind.';
COMMENT ON COLUMN derived.error_count.told IS
    'What the program tells: same or different, a class, yes or no; read or not_read; or record and field.';
COMMENT ON COLUMN derived.error_count.truth IS
    'What is so, in the same words; of quantities and fields right or wrong.';
COMMENT ON COLUMN derived.error_count.item_count IS
    'Judged items.';
COMMENT ON COLUMN derived.error_count.weight IS
    'Things that they stand for: each item one over its inclusion probability, over the part of its stratum that was judged.';
COMMENT ON COLUMN derived.error_count.weight_squares IS
    'Sum of the squares of the weights of these items.';
ALTER TABLE derived.finding ADD COLUMN counted_low DOUBLE PRECISION;
COMMENT ON COLUMN derived.finding.counted_low IS
    'Lower end of the interval without the errors that low carries. NULL: low carries none.';
ALTER TABLE derived.finding ADD COLUMN counted_high DOUBLE PRECISION;
COMMENT ON COLUMN derived.finding.counted_high IS
    'Upper end of the interval without the errors that high carries. NULL: high carries none.';
ALTER TABLE derived.finding ADD COLUMN errors TEXT;
COMMENT ON COLUMN derived.finding.errors IS
    'The kind of errors, as error_count.kind, whose rates the interval carries: sql gives counted_low and counted_high then. NULL: it carries none.';

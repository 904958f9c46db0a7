CREATE TABLE derived.finding (
    derive_run UUID NOT NULL,
    ordinal BIGINT NOT NULL,
    finding TEXT NOT NULL,
    market TEXT NOT NULL,
    measure TEXT NOT NULL,
    unit TEXT NOT NULL,
    value DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    n BIGINT NOT NULL,
    vendor_count BIGINT NOT NULL,
    country TEXT,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    definition TEXT,
    attribution TEXT,
    grade TEXT,
    study TEXT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    sql TEXT NOT NULL,
    CONSTRAINT finding_pkey PRIMARY KEY (derive_run, ordinal),
    CONSTRAINT finding_derive_run_fkey FOREIGN KEY(derive_run) REFERENCES derived.derive_run (derive_run) ON DELETE CASCADE
);
COMMENT ON TABLE derived.finding IS
    'One row per derivation, finding, market and measure: what the study said, what is measured, and whether it bears that out; for country and window of the derivation''s parameters. Source: cryptodrug findings, measures.verdicts.';
COMMENT ON COLUMN derived.finding.derive_run IS
    'The derivation.';
COMMENT ON COLUMN derived.finding.ordinal IS
    'Number of the row in the derivation, from 1.';
COMMENT ON COLUMN derived.finding.finding IS
    'F1 to F8: facts 1 to 8 of the study.';
COMMENT ON COLUMN derived.finding.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.finding.measure IS
    'What is measured.';
COMMENT ON COLUMN derived.finding.unit IS
    'Of value, low and high: share, count, eur, eur_per_month or ratio.';
COMMENT ON COLUMN derived.finding.value IS
    'The figure. NULL: it cannot be measured; see why.';
COMMENT ON COLUMN derived.finding.low IS
    'Lower end of the 95 % interval. NULL: it has none.';
COMMENT ON COLUMN derived.finding.high IS
    'Upper end of the 95 % interval. NULL: it has none.';
COMMENT ON COLUMN derived.finding.n IS
    'How many things it rests on: accounts, sales, listings, months or snapshots, as the measure says.';
COMMENT ON COLUMN derived.finding.vendor_count IS
    'Accounts that it rests on; below 5 it is not for publication.';
COMMENT ON COLUMN derived.finding.country IS
    'ISO 3166-1 alpha-2. NULL: it is about all of the market.';
COMMENT ON COLUMN derived.finding.first_day IS
    'First day of the window (UTC).';
COMMENT ON COLUMN derived.finding.last_day IS
    'Last day of the window (UTC).';
COMMENT ON COLUMN derived.finding.definition IS
    'Who is the country''s: D1 point, D2 ever, D3 main, D4 exclusive. NULL: it does not depend on it.';
COMMENT ON COLUMN derived.finding.attribution IS
    'How sales are attributed: A1, A2 or A3 (country_share). NULL: it does not depend on it.';
COMMENT ON COLUMN derived.finding.grade IS
    'Least grade of the window''s snapshots that are not partial; partial: all are. NULL: there is none.';
COMMENT ON COLUMN derived.finding.study IS
    'What the study said, and how that was read where it is open.';
COMMENT ON COLUMN derived.finding.verdict IS
    'agrees, disagrees or cannot_tell.';
COMMENT ON COLUMN derived.finding.why IS
    'The reason; of what cannot be told, what data would tell.';
COMMENT ON COLUMN derived.finding.sql IS
    'The statement that gives value, low, high, n and grade.';

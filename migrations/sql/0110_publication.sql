CREATE TABLE publication (
    publication_id UUID NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    definition TEXT NOT NULL,
    attribution TEXT NOT NULL,
    study_id TEXT NOT NULL,
    study_digest TEXT NOT NULL,
    markets TEXT[] NOT NULL,
    derivation UUID NOT NULL,
    digest TEXT NOT NULL,
    shown BYTEA NOT NULL,
    unreleased_at TIMESTAMP WITH TIME ZONE,
    unreleased_why TEXT,
    CONSTRAINT publication_pkey PRIMARY KEY (publication_id),
    CONSTRAINT kind_word CHECK (kind IN ('package', 'report'))
);
COMMENT ON TABLE publication IS
    'One row per package or report that was made for anybody to see: the ledger of what was published. What is '
    'published next withholds what would tell of few vendors together with these. Source: cryptodrug export '
    '--public and report study.';
COMMENT ON COLUMN publication.publication_id IS
    'Identifier of the publication.';
COMMENT ON COLUMN publication.published_at IS
    'When it was made (UTC).';
COMMENT ON COLUMN publication.kind IS
    'package (of cryptodrug export --public) or report (of report study).';
COMMENT ON COLUMN publication.name IS
    'Name of its folder or file, without the folders above.';
COMMENT ON COLUMN publication.country IS
    'ISO 3166-1 alpha-2: of what is said of one country.';
COMMENT ON COLUMN publication.first_day IS
    'First day of its window (UTC).';
COMMENT ON COLUMN publication.last_day IS
    'Last day of its window (UTC).';
COMMENT ON COLUMN publication.definition IS
    'Who is the country''s: D1 to D4.';
COMMENT ON COLUMN publication.attribution IS
    'How sales are attributed: A1 to A3.';
COMMENT ON COLUMN publication.study_id IS
    'Id of the study whose claims are in it.';
COMMENT ON COLUMN publication.study_digest IS
    'SHA-256 of that study, hexadecimal.';
COMMENT ON COLUMN publication.markets IS
    'Codes of the markets of which something is in it.';
COMMENT ON COLUMN publication.derivation IS
    'The derivation of which it was made (derivation.derive_run).';
COMMENT ON COLUMN publication.digest IS
    'SHA-256 of the page, or of datapackage.json and so of the whole package, hexadecimal.';
COMMENT ON COLUMN publication.shown IS
    'Which sums it shows, and of which contributions each is made, without values and with hashes in place of the '
    'names of vendors and listings: JSON, compressed by zlib. Who has the names can try them: it is personal data.';
COMMENT ON COLUMN publication.unreleased_at IS
    'When a person said that nobody was given it (UTC): it counts no longer. NULL: it counts.';
COMMENT ON COLUMN publication.unreleased_why IS
    'Why, in that person''s words. NULL: it counts.';

CREATE TABLE reference_rate_file (
    sha256 BYTEA NOT NULL,
    name TEXT NOT NULL,
    added_at TIMESTAMP WITH TIME ZONE NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    rate_count BIGINT NOT NULL,
    content BYTEA NOT NULL,
    CONSTRAINT reference_rate_file_pkey PRIMARY KEY (sha256)
);
COMMENT ON TABLE reference_rate_file IS
    'One row per file of reference rates of the European Central Bank that was added to those that come with the program; where two have a rate of one day and currency, that of the file added later counts. Source: cryptodrug rates add.';
COMMENT ON COLUMN reference_rate_file.sha256 IS
    'SHA-256 digest of the file (32 bytes).';
COMMENT ON COLUMN reference_rate_file.name IS
    'Its name, without the folder that it lay in.';
COMMENT ON COLUMN reference_rate_file.added_at IS
    'When it was added (UTC).';
COMMENT ON COLUMN reference_rate_file.first_day IS
    'The first day that it has a rate of.';
COMMENT ON COLUMN reference_rate_file.last_day IS
    'The last day that it has a rate of.';
COMMENT ON COLUMN reference_rate_file.rate_count IS
    'Rates in it, one for each day and currency.';
COMMENT ON COLUMN reference_rate_file.content IS
    'The file, byte for byte.';

CREATE TABLE capture (
    capture_id UUID NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE,
    captured_from TIMESTAMP WITH TIME ZONE,
    captured_to TIMESTAMP WITH TIME ZONE,
    time_precision TEXT NOT NULL,
    time_basis TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    byte_length BIGINT NOT NULL,
    url_key TEXT,
    CONSTRAINT time_precision_word CHECK (time_precision IN ('second', 'day', 'unknown')),
    CONSTRAINT time_basis_word CHECK (time_basis IN ('source', 'page_clock', 'none')),
    CONSTRAINT capture_key UNIQUE NULLS NOT DISTINCT (capture_id, captured_at)
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.capture_unknown PARTITION OF capture (
    CONSTRAINT capture_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
COMMENT ON TABLE capture IS
    'One row per fetched page and best instant of it: bytes, address without host, and time as the source states it make the page. Two rows of one capture_id differ in captured_at, where a newer parser version read the page''s own clock differently; join with captured_at too (IS NOT DISTINCT FROM). Source: every archive.';
COMMENT ON COLUMN capture.capture_id IS
    'Identifier made of the digest, url_key and the time as stated: the same on any machine.';
COMMENT ON COLUMN capture.captured_at IS
    'Best single instant of the capture (UTC), used for every as-of question; the table is partitioned by its month. The stated second; else the page''s own clock where it agrees; else the start of the stated day. NULL: unknown.';
COMMENT ON COLUMN capture.captured_from IS
    'Earliest instant of the capture as the source states it (UTC). NULL: the source states none.';
COMMENT ON COLUMN capture.captured_to IS
    'Latest instant of the capture as the source states it (UTC); equal to captured_from where the second is known. NULL: the source states none.';
COMMENT ON COLUMN capture.time_precision IS
    'How well captured_at is known: second, day (it is the day''s start) or unknown.';
COMMENT ON COLUMN capture.time_basis IS
    'What captured_at rests on: source (see capture_origin.time_source), page_clock (site_observation) or none.';
COMMENT ON COLUMN capture.sha256 IS
    'SHA-256 digest of the page''s bytes (32 bytes).';
COMMENT ON COLUMN capture.byte_length IS
    'Length of the page in bytes.';
COMMENT ON COLUMN capture.url_key IS
    'Path and query of the page''s address, without scheme and host. NULL: the source gives no address.';

CREATE TABLE capture_origin (
    capture_origin_id UUID NOT NULL,
    capture_id UUID NOT NULL,
    importer TEXT NOT NULL,
    path TEXT NOT NULL,
    byte_offset BIGINT,
    url TEXT,
    time_source TEXT NOT NULL,
    http_status BIGINT,
    content_type TEXT,
    crawl_id UUID,
    CONSTRAINT capture_origin_pkey PRIMARY KEY (capture_origin_id),
    CONSTRAINT time_source_word CHECK (time_source IN ('sidecar', 'comment', 'directory', 'modified', 'warc', 'mhtml', 'http_date', 'file_name', 'received_on', 'option', 'none'))
);
CREATE INDEX capture_origin_capture_idx ON capture_origin (capture_id);
COMMENT ON TABLE capture_origin IS
    'One row per capture and place where its bytes lie: the same page in a folder and in an archive is one capture with two rows here. Source: the importers.';
COMMENT ON COLUMN capture_origin.capture_origin_id IS
    'Identifier made of all the other columns: the same on any machine.';
COMMENT ON COLUMN capture_origin.capture_id IS
    'The page (capture).';
COMMENT ON COLUMN capture_origin.importer IS
    'Name of the importer that read it.';
COMMENT ON COLUMN capture_origin.path IS
    'File that holds it, relative to the folder or archive that was given; a path inside a tar or zip archive follows its name after !/.';
COMMENT ON COLUMN capture_origin.byte_offset IS
    'Offset of its record in the file, in bytes. NULL: the file is the page.';
COMMENT ON COLUMN capture_origin.url IS
    'Its address as this file gives it, host included: never exported. NULL: none given.';
COMMENT ON COLUMN capture_origin.time_source IS
    'Where this sighting''s capture time comes from: sidecar, comment (left in the page by what saved it), directory, modified (of the file), warc, mhtml, http_date, file_name, received_on (a local time, known to a day), option (given by hand) or none.';
COMMENT ON COLUMN capture_origin.http_status IS
    'Status of the HTTP response. NULL: not recorded here.';
COMMENT ON COLUMN capture_origin.content_type IS
    'Content-Type of the HTTP response. NULL: not recorded here.';
COMMENT ON COLUMN capture_origin.crawl_id IS
    'The crawl that fetched it (crawl). NULL: imported.';

CREATE TABLE future_capture (
    capture_id UUID NOT NULL,
    captured_at TIMESTAMP WITH TIME ZONE NOT NULL,
    loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT future_capture_pkey PRIMARY KEY (capture_id, captured_at)
);
COMMENT ON TABLE future_capture IS
    'One row per capture whose time lay more than a day after the moment at which it was loaded: nobody knows when it was made, so no derivation counts it. Source: the loader.';
COMMENT ON COLUMN future_capture.capture_id IS
    'The page (capture).';
COMMENT ON COLUMN future_capture.captured_at IS
    'The time that it has there (UTC).';
COMMENT ON COLUMN future_capture.loaded_at IS
    'When it was loaded first (UTC): the clock of this database, not of any page.';

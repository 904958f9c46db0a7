CREATE TABLE crawl (
    crawl_id UUID NOT NULL,
    market TEXT NOT NULL,
    label TEXT,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    scope TEXT DEFAULT 'all' NOT NULL,
    status TEXT DEFAULT 'running' NOT NULL,
    reason TEXT,
    tor_bytes_read BIGINT,
    tor_bytes_written BIGINT,
    CONSTRAINT crawl_pkey PRIMARY KEY (crawl_id),
    CONSTRAINT status_word CHECK (status IN ('running', 'paused', 'complete', 'partial', 'aborted'))
);
COMMENT ON TABLE crawl IS
    'One row per crawl that this program ran. Captures from imported archives belong to none.';
COMMENT ON COLUMN crawl.crawl_id IS
    'Identifier of the crawl.';
COMMENT ON COLUMN crawl.market IS
    'Code of the market that was crawled (market).';
COMMENT ON COLUMN crawl.label IS
    'What the operator called it. NULL: nothing.';
COMMENT ON COLUMN crawl.started_at IS
    'When it began (UTC).';
COMMENT ON COLUMN crawl.ended_at IS
    'When it ended (UTC). NULL: running, or broken off.';
COMMENT ON COLUMN crawl.scope IS
    'What was to be fetched: index, listings, vendors, feedback or all.';
COMMENT ON COLUMN crawl.status IS
    'running; paused (waits for a session); complete (every planned page was fetched); partial (some were given up or the budget ended); aborted (stopped before its plan was done).';
COMMENT ON COLUMN crawl.reason IS
    'Why it is paused, partial or aborted. NULL: it is neither.';
COMMENT ON COLUMN crawl.tor_bytes_read IS
    'Bytes that Tor received during the crawl, its own cells included. NULL: not metered.';
COMMENT ON COLUMN crawl.tor_bytes_written IS
    'Bytes that Tor sent during the crawl, its own cells included. NULL: not metered.';

CREATE TABLE mirror_check (
    market TEXT NOT NULL,
    mirror TEXT NOT NULL,
    checked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcome TEXT NOT NULL,
    socks_code BIGINT,
    seconds NUMERIC NOT NULL,
    CONSTRAINT mirror_check_pkey PRIMARY KEY (market, mirror, checked_at)
);
COMMENT ON TABLE mirror_check IS
    'One row per attempt to reach a mirror of a market: its reachability over time. Source: the crawler, tor probe.';
COMMENT ON COLUMN mirror_check.market IS
    'Code of the market (market).';
COMMENT ON COLUMN mirror_check.mirror IS
    'Host of the mirror: never exported.';
COMMENT ON COLUMN mirror_check.checked_at IS
    'When it was tried (UTC).';
COMMENT ON COLUMN mirror_check.outcome IS
    'reachable, or what failed in a word, such as descriptor_not_found or timeout.';
COMMENT ON COLUMN mirror_check.socks_code IS
    'Tor''s SOCKS reply code. NULL: it gave none.';
COMMENT ON COLUMN mirror_check.seconds IS
    'How long the attempt took, in seconds.';

CREATE TABLE crawl_count (
    crawl_id UUID NOT NULL,
    kind TEXT NOT NULL,
    planned BIGINT NOT NULL,
    fetched BIGINT NOT NULL,
    parsed BIGINT NOT NULL,
    walled BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    CONSTRAINT crawl_count_pkey PRIMARY KEY (crawl_id, kind),
    CONSTRAINT crawl_count_crawl_id_fkey FOREIGN KEY(crawl_id) REFERENCES crawl (crawl_id)
);
COMMENT ON TABLE crawl_count IS
    'One row per crawl and kind of page that was asked for: what became of the requests. Source: the crawler; brought up to date while it runs.';
COMMENT ON COLUMN crawl_count.crawl_id IS
    'The crawl (crawl).';
COMMENT ON COLUMN crawl_count.kind IS
    'Kind of page that was asked for.';
COMMENT ON COLUMN crawl_count.planned IS
    'Distinct pages that were to be fetched.';
COMMENT ON COLUMN crawl_count.fetched IS
    'Pages of which a response is in the archive, walls included.';
COMMENT ON COLUMN crawl_count.parsed IS
    'Pages that came whole and were read as no wall.';
COMMENT ON COLUMN crawl_count.walled IS
    'Pages whose last response was a wall (login, captcha, gone …).';
COMMENT ON COLUMN crawl_count.refused IS
    'Pages that were not asked for, since no request may go there.';
COMMENT ON COLUMN crawl_count.failed IS
    'Pages given up after repeated failures, cut ones among them.';

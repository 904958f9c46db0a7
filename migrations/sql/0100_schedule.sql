CREATE TABLE schedule_entry (
    entry TEXT NOT NULL,
    market TEXT NOT NULL,
    first_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT schedule_entry_pkey PRIMARY KEY (entry)
);
COMMENT ON TABLE schedule_entry IS
    'One row per entry that a scheduler has ever read from its file. What was due before it was first seen was not missed. Source: the scheduler.';
COMMENT ON COLUMN schedule_entry.entry IS
    'Name of the entry, as in the file.';
COMMENT ON COLUMN schedule_entry.market IS
    'Code of the market that it crawled when it was first seen (market).';
COMMENT ON COLUMN schedule_entry.first_seen_at IS
    'When a scheduler first read it (UTC).';

CREATE TABLE schedule_run (
    entry TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    market TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT NOT NULL,
    detail TEXT,
    crawl_id UUID,
    CONSTRAINT schedule_run_pkey PRIMARY KEY (entry, due_at),
    CONSTRAINT outcome_word CHECK (outcome IN ('running', 'complete', 'partial', 'aborted', 'skipped', 'missed')),
    CONSTRAINT schedule_run_entry_fkey FOREIGN KEY(entry) REFERENCES schedule_entry (entry)
);
COMMENT ON TABLE schedule_run IS
    'One row per entry of a schedule and time at which a crawl was due, whichever machine''s scheduler saw to it. Source: the scheduler.';
COMMENT ON COLUMN schedule_run.entry IS
    'Name of the entry (schedule_entry).';
COMMENT ON COLUMN schedule_run.due_at IS
    'When it was due (UTC); for a crawl that a scheduler took up again as it started, when it started.';
COMMENT ON COLUMN schedule_run.market IS
    'Code of the market that was to be crawled (market).';
COMMENT ON COLUMN schedule_run.started_at IS
    'When the crawl was started (UTC). NULL: it was skipped or missed.';
COMMENT ON COLUMN schedule_run.ended_at IS
    'When the crawl ended (UTC). NULL: running, skipped or missed; or the scheduler was killed.';
COMMENT ON COLUMN schedule_run.outcome IS
    'running; complete, partial, aborted (as in crawl.status); skipped (another crawl of the market went on); missed (no scheduler ran, or it could not reach the database, until it was too late).';
COMMENT ON COLUMN schedule_run.detail IS
    'Why, and which crawl was taken up again; holds no host. NULL: there is nothing to say.';
COMMENT ON COLUMN schedule_run.crawl_id IS
    'The crawl (crawl), once it has ended; its row may be missing there if the crawl could not reach the database. NULL: running, or none was begun.';

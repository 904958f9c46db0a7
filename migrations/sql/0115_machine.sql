CREATE TABLE schedule_machine (
    machine TEXT NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE,
    silence_told_at TIMESTAMP WITH TIME ZONE,
    entries TEXT[] NOT NULL,
    plan TEXT NOT NULL,
    CONSTRAINT schedule_machine_pkey PRIMARY KEY (machine)
);
COMMENT ON TABLE schedule_machine IS
    'One row per machine whose scheduler has ever used this database. Source: the scheduler.';
COMMENT ON COLUMN schedule_machine.machine IS
    'Its name: schedule run --machine, CRYPTODRUG_MACHINE, or else the name of the host.';
COMMENT ON COLUMN schedule_machine.started_at IS
    'When its scheduler started last (UTC, by the database''s clock).';
COMMENT ON COLUMN schedule_machine.last_seen_at IS
    'Its last sign of life, one a minute (UTC, by the database''s clock).';
COMMENT ON COLUMN schedule_machine.stopped_at IS
    'When its scheduler was told to end (UTC, by the database''s clock). NULL: it runs, or ended otherwise.';
COMMENT ON COLUMN schedule_machine.silence_told_at IS
    'When another machine ran its hook because this one was silent (UTC, by the database''s clock). NULL: not since its last sign of life.';
COMMENT ON COLUMN schedule_machine.entries IS
    'Names of the entries that it runs (schedule_entry).';
COMMENT ON COLUMN schedule_machine.plan IS
    'SHA-256 of the entries of its schedule file, hexadecimal: the same on machines that work by the same plan.';

ALTER TABLE schedule_run ADD COLUMN machine TEXT;
COMMENT ON COLUMN schedule_run.machine IS
    'The machine that ran it, or that found it skipped or missed (schedule_machine). NULL: release 0.2.0 made the row.';

ALTER TABLE schedule_entry ADD COLUMN next_due_at TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN schedule_entry.next_due_at IS
    'When its next crawl is due, or the first that is overdue (UTC), as a scheduler saw it last. NULL: its window has closed, no plan has it any more, or release 0.2.0 made the row.';

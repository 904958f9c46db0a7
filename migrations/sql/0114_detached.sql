CREATE TABLE detached_month (
    month DATE NOT NULL,
    file_digest TEXT NOT NULL,
    file_name TEXT NOT NULL,
    detached_at TIMESTAMP WITH TIME ZONE NOT NULL,
    page_count BIGINT NOT NULL,
    CONSTRAINT detached_month_pkey PRIMARY KEY (month)
);
COMMENT ON TABLE detached_month IS
    'One row per UTC month of which all that pages state lies in a file, and not here: no page of it is loaded again, and nothing is derived without it. Source: cryptodrug db detach.';
COMMENT ON COLUMN detached_month.month IS
    'First day of the month.';
COMMENT ON COLUMN detached_month.file_digest IS
    'SHA-256 of the list of contents of the file, hexadecimal: no other is taken for it.';
COMMENT ON COLUMN detached_month.file_name IS
    'Name of the file, without the folders above.';
COMMENT ON COLUMN detached_month.detached_at IS
    'When it was detached (UTC): the clock of this database.';
COMMENT ON COLUMN detached_month.page_count IS
    'Captures of the month.';

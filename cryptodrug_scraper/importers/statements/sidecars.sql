-- The tables of the sidecars of containers, an SQLite database: one row per sidecar, and one per folder with how many
-- pages are in it.

CREATE TABLE IF NOT EXISTS sidecar (
    container INTEGER, path TEXT, body BLOB, used INTEGER DEFAULT 0, PRIMARY KEY (container, path)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages_in (
    container INTEGER, folder TEXT, pages INTEGER, PRIMARY KEY (container, folder)
) WITHOUT ROWID;

-- The table of the numbers that one import has seen, an SQLite database: one row per number. Nothing of it has to
-- outlast the import.

PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -2048;
CREATE TABLE seen (key INTEGER PRIMARY KEY);
BEGIN;

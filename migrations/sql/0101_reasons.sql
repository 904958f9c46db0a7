ALTER TABLE derived.finding
    ADD COLUMN why_code TEXT,
    ADD COLUMN why_values JSONB,
    ADD COLUMN details_code TEXT,
    ADD COLUMN details_values JSONB,
    ADD COLUMN cases TEXT;
COMMENT ON COLUMN derived.finding.why_code IS
    'Code of the reason, the same in each language. NULL: release 0.2.0 made the row.';
COMMENT ON COLUMN derived.finding.why_values IS
    'What the sentence of the reason tells, by name; shares are parts of one. NULL: release 0.2.0 made the row.';
COMMENT ON COLUMN derived.finding.details_code IS
    'Code of what else is known of the figure. NULL: nothing, or release 0.2.0 made the row.';
COMMENT ON COLUMN derived.finding.details_values IS
    'What is known, by name: counts, amounts in EUR, shares as parts of one. NULL: as details_code.';
COMMENT ON COLUMN derived.finding.cases IS
    'A query that lists the cases that were counted. NULL: none were, or release 0.2.0 made the row.';

ALTER TABLE derived.population
    ADD COLUMN warning_code TEXT,
    ADD COLUMN warning_values JSON;
COMMENT ON COLUMN derived.population.warning_code IS
    'Code of the warning, the same in each language. NULL: nothing, or release 0.2.0 made the row.';
COMMENT ON COLUMN derived.population.warning_values IS
    'What the warning tells, by name; shares are parts of one. NULL: as warning_code.';

ALTER TABLE derived.snapshot
    ADD COLUMN reason_code TEXT,
    ADD COLUMN reason_values JSON;
COMMENT ON COLUMN derived.snapshot.reason_code IS
    'Code of what decided on the grade, the same in each language. NULL: release 0.2.0 made the row.';
COMMENT ON COLUMN derived.snapshot.reason_values IS
    'Its figures by name; shares are parts of one. NULL: release 0.2.0 made the row.';

-- One row per capture of a market: when the page was made, by what its source states and what speaks from inside of it.
-- All that derive makes rests on it; views of observed rows alone rest on what the source states. Source:
-- measures.times.capture_times.

CREATE VIEW research.capture_time AS
SELECT
    current.derive_run, t.market, t.capture_id, t.stated_from, t.stated_to, t.source, t.estimated_from, t.estimated_to,
    t.verdict, t.doubt, t.evidence::jsonb AS evidence,
    CASE
        WHEN t.verdict IN ('older', 'newer')
        THEN extract(epoch FROM (t.stated_from - t.estimated_from) + (t.stated_to - t.estimated_to))::float8 / 2 / 86400
    END AS moved_days
FROM derived.current_part current
JOIN derived.capture_time t USING (part_id);

COMMENT ON COLUMN research.capture_time.evidence IS
    'How many pieces of evidence there are of each kind, and how many of them are for what the source states '
    '(_for): clock, the page''s own; ratings that other pages show, too; counters that only grow; rates of '
    'exchange; newest, the latest time that it names; bytes, the same page to the byte is there earlier; life, '
    'its market was not open then. What is not named told nothing.';
COMMENT ON COLUMN research.capture_time.moved_days IS
    'By how many days the middle of the estimate lies before that of what its source states; below zero: after it. NULL: '
    'the page was not moved.';

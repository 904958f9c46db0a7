-- One row per capture of a market: when the page was made, by what its source states and what speaks from inside of it.
-- All that derive makes rests on it; views of observed rows alone rest on what the source states. Source:
-- measures.times.capture_times.

CREATE VIEW research.capture_time AS
SELECT
    current.derive_run, t.market, t.capture_id, t.stated_from, t.stated_to, t.source, t.estimated_from, t.estimated_to,
    t.verdict, t.doubt, t.evidence::jsonb AS evidence,
    CASE t.verdict
        WHEN 'older' THEN extract(epoch FROM t.stated_from - t.estimated_to)::float8 / 86400
        WHEN 'newer' THEN extract(epoch FROM t.stated_to - t.estimated_from)::float8 / 86400
    END AS moved_days
FROM derived.current_part current
JOIN derived.capture_time t USING (part_id);

COMMENT ON COLUMN research.capture_time.evidence IS
    'How many pieces of evidence there are of each kind, and how many of them are for what the source states '
    '(_for): clock, the page''s own; ratings that other pages show, and it too or not yet; counters that only grow; '
    'rates of exchange; newest, the latest time that it names; bytes, the same page to the byte is there earlier; '
    'life, when its market was open, of pages of other times or none. What is not named told nothing.';
COMMENT ON COLUMN research.capture_time.moved_days IS
    'By how many days at least the page is older than its source states: from the end of the estimate to the beginning '
    'of what is stated. Below zero: newer, by so many at least. NULL: the page was not moved.';

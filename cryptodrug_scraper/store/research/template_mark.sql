-- One row per market, kind of page, UTC day with at least ten whole pages of the kind, and mark (class name or id)
-- that any page of the kind ever had: on how many of that day's pages it is.

-- Days on which a mark is on no page are added as zeros and summed with the rest: as an outer join the planner, which knows
-- nothing of how many marks there are, compares each mark of a kind on each day with each other.
CREATE VIEW research.template_mark AS
WITH page AS MATERIALIZED (
    SELECT market, kind, (captured_at AT TIME ZONE 'UTC')::date AS day, structure_id, count(*) AS page_count
    FROM parse_run o
    WHERE o.market IS NOT NULL
      AND o.captured_at IS NOT NULL
      AND o.structure_id IS NOT NULL
      AND o.is_complete
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
    GROUP BY 1, 2, 3, 4
), kind_day AS MATERIALIZED (
    SELECT market, kind, day, sum(page_count)::bigint AS page_count
    FROM page
    GROUP BY 1, 2, 3
    HAVING sum(page_count) >= 10
), kind_mark AS (
    SELECT DISTINCT market, kind, mark
    FROM (SELECT DISTINCT market, kind, structure_id FROM page) made
    JOIN page_structure USING (structure_id)
    CROSS JOIN unnest(marks) AS mark
)
SELECT
    market, kind, day, mark,
    sum(marked)::bigint AS marked_count,
    page_count,
    sum(marked) / page_count AS share
FROM (
    SELECT market, kind, day, mark, page_count, 0::bigint AS marked
    FROM kind_day
    JOIN kind_mark USING (market, kind)
    UNION ALL
    SELECT market, kind, day, mark, kind_day.page_count, page.page_count
    FROM page
    JOIN kind_day USING (market, kind, day)
    JOIN page_structure USING (structure_id)
    CROSS JOIN unnest(marks) AS mark
) counted
GROUP BY market, kind, day, mark, page_count;

COMMENT ON COLUMN research.template_mark.market IS 'Code of the market.';
COMMENT ON COLUMN research.template_mark.kind IS 'Kind of page.';
COMMENT ON COLUMN research.template_mark.day IS 'UTC day of the captures.';
COMMENT ON COLUMN research.template_mark.mark IS 'Class name as .name or id as #name, digits folded to 0.';
COMMENT ON COLUMN research.template_mark.marked_count IS 'Whole pages of the kind and day that have the mark.';
COMMENT ON COLUMN research.template_mark.page_count IS 'Whole pages of the kind and day.';
COMMENT ON COLUMN research.template_mark.share IS 'marked_count / page_count.';

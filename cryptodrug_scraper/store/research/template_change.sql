-- One row per market, kind of page and change of its template: marks (class names, ids) that were on nine pages of ten
-- of the kind and then on at most one of ten, or the reverse. Days with fewer than ten whole pages of the kind decide
-- nothing.

CREATE VIEW research.template_change AS
WITH state AS MATERIALIZED (
    SELECT market, kind, day, mark, page_count, share >= 0.9 AS is_there
    FROM research.template_mark
    WHERE share >= 0.9 OR share <= 0.1
), step AS (
    SELECT
        market, kind, day, mark, page_count, is_there,
        lag(day) OVER mark_days AS previous_day,
        lag(is_there) OVER mark_days AS was_there
    FROM state
    WINDOW mark_days AS (PARTITION BY market, kind, mark ORDER BY day)
), change AS (
    SELECT
        market, kind, previous_day, day, max(page_count) AS page_count,
        coalesce(array_agg(mark ORDER BY mark) FILTER (WHERE is_there), '{}') AS appeared,
        coalesce(array_agg(mark ORDER BY mark) FILTER (WHERE NOT is_there), '{}') AS vanished
    FROM step
    WHERE is_there <> was_there
    GROUP BY 1, 2, 3, 4
)
SELECT
    c.market, c.kind, coalesce((first.captured_at AT TIME ZONE 'UTC')::date, c.day) AS day, c.previous_day,
    first.captured_at AS first_captured_at, first.capture_id AS first_capture_id, c.appeared, c.vanished, c.page_count
FROM change c
LEFT JOIN LATERAL (
    SELECT o.captured_at, o.capture_id
    FROM parse_run o JOIN page_structure s USING (structure_id)
    WHERE o.market = c.market
      AND o.kind = c.kind
      AND o.is_complete
      AND o.captured_at >= (c.previous_day + 1)::timestamp AT TIME ZONE 'UTC'
      AND o.captured_at < (c.day + 1)::timestamp AT TIME ZONE 'UTC'
      AND s.marks @> c.appeared
      AND NOT s.marks && c.vanished
      AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
    ORDER BY o.captured_at, o.capture_id
    LIMIT 1
) first ON true;

COMMENT ON COLUMN research.template_change.day IS 'UTC day of the first capture of the new template.';
COMMENT ON COLUMN research.template_change.previous_day IS
    'Last UTC day that was decided for the old template: the change lies after it.';
COMMENT ON COLUMN research.template_change.first_captured_at IS
    'Best single instant of the first capture of the new template. NULL: no one page has all of the change.';
COMMENT ON COLUMN research.template_change.first_capture_id IS
    'First capture of the new template. NULL: no one page has all of the change.';
COMMENT ON COLUMN research.template_change.appeared IS 'Marks that the new template has and the old has not.';
COMMENT ON COLUMN research.template_change.vanished IS 'Marks that the old template had and the new has not.';
COMMENT ON COLUMN research.template_change.page_count IS
    'Whole pages of the kind on the first day that is decided for the new template.';

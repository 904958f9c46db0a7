-- One row per category in the menu of a capture (market, capture_id, category_id), from the shown reading of the
-- capture. Counts are as printed: never add up a category and those below it.

CREATE VIEW research.category_count AS
SELECT
    said.menu_id, o.captured_at, o.parse_run_id, o.capture_id, o.market, o.time_precision,
    o.parser_version, said.category_id, said.category_path, said.listing_count
FROM parse_run o
JOIN category_count said ON said.menu_id = o.menu_id
WHERE o.market IS NOT NULL
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
  AND NOT EXISTS (
    SELECT FROM category_count before
    WHERE before.menu_id = said.menu_id
      AND before.category_id = said.category_id
      AND before.ordinal < said.ordinal);

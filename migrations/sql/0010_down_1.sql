-- Where the rows of each page's menu and table of rates stood among the records of the page: after the site's own.

DROP VIEW research.category_count;
DROP VIEW research.exchange_rate;
ALTER TABLE category_count RENAME TO category_count_of_menu;
ALTER TABLE exchange_rate RENAME TO exchange_rate_of_table;

CREATE TEMP TABLE frame_place ON COMMIT DROP AS
SELECT
    run.parse_run_id,
    coalesce(site.ordinal + 1, 0) AS first_ordinal,
    coalesce(menu.length, 0) AS category_count,
    coalesce(rate_table.length, 0) AS rate_count
FROM parse_run run
LEFT JOIN (SELECT parse_run_id, min(ordinal) AS ordinal FROM site_observation GROUP BY 1) site USING (parse_run_id)
LEFT JOIN (SELECT menu_id, count(*) AS length FROM category_count_of_menu GROUP BY 1) menu USING (menu_id)
LEFT JOIN (SELECT rate_table_id, count(*) AS length FROM exchange_rate_of_table GROUP BY 1) rate_table
    USING (rate_table_id)
WHERE run.menu_id IS NOT NULL OR run.rate_table_id IS NOT NULL;

CREATE TEMP TABLE frame_row (
    record text, row_id uuid, parse_run_id uuid, place bigint, ordinal bigint
) ON COMMIT DROP;

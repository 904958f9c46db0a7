-- Each menu and table of rates once, from the example's rows, and the reference to it in every reading that has it.

ANALYZE menu_name, rate_table_name;

INSERT INTO category_count (menu_id, ordinal, category_id, category_path, listing_count)
SELECT
    menu_id, row_number() OVER (PARTITION BY menu_id ORDER BY ordinal) - 1, category_id, category_path, listing_count
FROM menu_name
JOIN menu_example USING (content)
JOIN category_count_of_page USING (parse_run_id);

INSERT INTO exchange_rate (rate_table_id, ordinal, base, quote, rate)
SELECT rate_table_id, row_number() OVER (PARTITION BY rate_table_id ORDER BY ordinal) - 1, base, quote, rate
FROM rate_table_name
JOIN rate_table_example USING (content)
JOIN exchange_rate_of_page USING (parse_run_id);

UPDATE parse_run run
SET menu_id = own.menu_id, rate_table_id = own.rate_table_id
FROM (
    SELECT parse_run_id, menu_id, rate_table_id
    FROM (menu_content JOIN menu_name USING (content)) menu
    FULL JOIN (rate_table_content JOIN rate_table_name USING (content)) rate_table USING (parse_run_id)
) own
WHERE run.parse_run_id = own.parse_run_id;

DROP TABLE category_count_of_page, exchange_rate_of_page;

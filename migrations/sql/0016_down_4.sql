ALTER TABLE parse_run DROP COLUMN review_list_id;

-- Of a table that is to have the rows of a month: whether it is there, whether it is attached, and the file in which
-- the month lies if it was detached.
-- :schema: where such tables lie
-- :name: its name
-- :month: the first day of the month

SELECT made.oid IS NOT NULL AS is_there,
    EXISTS (SELECT FROM pg_inherits WHERE inhrelid = made.oid) AS is_attached,
    (SELECT file_name FROM detached_month WHERE month = :month) AS file_name
FROM (VALUES (1)) AS one
LEFT JOIN pg_class AS made
    ON made.relname = :name AND made.relnamespace = to_regnamespace(:schema) AND made.relkind = 'r'

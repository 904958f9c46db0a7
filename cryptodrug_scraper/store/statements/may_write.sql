-- Whether a role may read a table and add rows to it; null where there is no such role.
-- :writer: the role.
-- :name: the table, with its schema.

SELECT has_table_privilege(to_regrole(:writer), :name, 'SELECT')
   AND has_table_privilege(to_regrole(:writer), :name, 'INSERT')

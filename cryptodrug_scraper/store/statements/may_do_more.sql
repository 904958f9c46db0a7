-- Whether a role may touch a table that is not for researchers, or is or may become one that has other rights.
-- :reader: the role of researchers.

SELECT (SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
        FROM pg_roles WHERE rolname = current_user)
    OR EXISTS (SELECT FROM pg_roles WHERE rolname NOT IN (current_user, :reader) AND pg_has_role(oid, 'MEMBER'))
    OR EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'partitions') AND c.relkind IN ('r', 'p')
          AND has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'))

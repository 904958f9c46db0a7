-- Whether the database is the program's, nobody has rights in it that are not for them, and the role of researchers
-- finds the schema research first.

SELECT (SELECT datdba FROM pg_database WHERE datname = current_database()) = current_user::regrole
   AND NOT has_database_privilege('public', current_database(), 'TEMPORARY')
   AND NOT has_function_privilege('public', 'pg_advisory_lock(bigint)', 'EXECUTE')
   AND EXISTS (
    SELECT FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND setrole = 'cryptodrug_reader'::regrole AND 'search_path=research, public' = ANY (setconfig))

-- Whether the database is the program's, nobody has rights in it that are not for them, and the role of researchers
-- finds the schema research first, and the program may write as the role that forms write as.

SELECT (SELECT datdba FROM pg_database WHERE datname = current_database()) = current_user::regrole
   AND NOT has_database_privilege('public', current_database(), 'TEMPORARY')
   AND NOT has_function_privilege('public', 'pg_advisory_lock(bigint)', 'EXECUTE')
   AND pg_has_role(to_regrole('cryptodrug_writer'), 'MEMBER')
   AND has_function_privilege(to_regrole('cryptodrug_writer'), 'pg_advisory_xact_lock(integer, integer)', 'EXECUTE')
   AND EXISTS (
    SELECT FROM pg_db_role_setting
    WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND setrole = to_regrole('cryptodrug_reader') AND 'search_path=research, public' = ANY (setconfig))

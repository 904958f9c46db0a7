-- Whether this role may write as another, which may take the lock that writing needs; null where there is no such one.
-- :writer: the other role.

SELECT pg_has_role(to_regrole(:writer), 'MEMBER')
   AND has_function_privilege(to_regrole(:writer), 'pg_advisory_xact_lock(integer, integer)', 'EXECUTE')

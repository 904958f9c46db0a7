-- All decisions and withdrawals, the oldest first, with what is JSON as text.

SELECT
    decision_id::text, subject::text, verdict, value::text, decided_by, decided_at, decided_why, ground::text,
    replaces::text
FROM decision
ORDER BY decided_at, decision_id

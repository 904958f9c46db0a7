-- How many decisions are in each state in the current derivation, but for those that do not count.

SELECT state, count(*) AS decisions
FROM research.decision
WHERE state IN ('applied', 'ground_changed', 'without_ground', 'pending')
GROUP BY state
ORDER BY state

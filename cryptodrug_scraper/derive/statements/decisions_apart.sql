-- By market, how many decisions some parts took that others did not; without one, of links between accounts.
-- :parts: identifiers of the parts.
-- :others: of the others.

SELECT p.market, count(*)
FROM derived.decision_state t
JOIN derived.part p USING (part_id)
WHERE t.part_id = ANY (:parts)
  AND NOT EXISTS (
    SELECT FROM derived.decision_state o WHERE o.part_id = ANY (:others) AND o.decision_id = t.decision_id
  )
GROUP BY p.market

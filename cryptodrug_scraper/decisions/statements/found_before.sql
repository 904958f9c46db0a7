-- What the current derivation found without the decisions of some identifiers, as JSON text.
-- :decisions: the identifiers.

SELECT told.found::text
FROM derived.current_part
JOIN derived.decision_state told USING (part_id)
WHERE told.decision_id = ANY (:decisions) AND told.state <> 'without_ground'

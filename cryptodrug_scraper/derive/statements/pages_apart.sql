-- By market, how many captures some parts have that others have not, with the first and the last instant that these are
-- thought to be of.
-- :parts: identifiers of the parts.
-- :others: of the others.

SELECT market, count(*), min(coalesce(estimated_from, stated_from)), max(coalesce(estimated_to, stated_to))
FROM derived.capture_time t
WHERE part_id = ANY (:parts)
  AND NOT EXISTS (SELECT FROM derived.capture_time o WHERE o.part_id = ANY (:others) AND o.capture_id = t.capture_id)
GROUP BY market
ORDER BY market

-- When a page is thought to have been made, by the current derivation: no row where that did not look at the page.
-- :capture_id: the page.

SELECT market, stated_from, stated_to, source, estimated_from, estimated_to, verdict, doubt, evidence
FROM research.capture_time
WHERE capture_id = :capture_id
ORDER BY market
LIMIT 1

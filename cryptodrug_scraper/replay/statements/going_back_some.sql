-- Some pages of one kind that another parser version has read before: the reading that is shown, and the one of that
-- version.
-- :version: that version.
-- :market: of the pages, as they are shown now.
-- :kind: likewise.
-- :most: how many pages.

SELECT now.parse_run_id, other.parse_run_id
FROM parse_run other
JOIN parse_run now USING (capture_id)
WHERE other.parser_version = :version AND now.market = :market AND now.kind = :kind
  AND EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = other.parse_run_id)
  AND NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = now.parse_run_id)
ORDER BY capture_id
LIMIT :most

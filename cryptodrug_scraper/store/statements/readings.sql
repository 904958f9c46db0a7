-- All readings of a capture, the oldest first.
-- :capture_id: the capture.

SELECT parse_run_id, parser_version, market, kind, error_count + warning_count,
    NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = o.parse_run_id)
FROM parse_run o JOIN parser_version USING (parser_version)
WHERE capture_id = :capture_id
ORDER BY release, first_loaded_at, parser_version

-- One row per reading that counts: the one of its capture that is shown, and whose time had come when it was loaded.
-- The moment of loading decides, and not that of asking, so that what counts does not change from one day to the next.

CREATE VIEW public.counted_reading AS
SELECT run.*
FROM parse_run run
WHERE NOT EXISTS (SELECT FROM superseded_run old WHERE old.parse_run_id = run.parse_run_id)
  AND NOT EXISTS (
      SELECT FROM future_capture early
      WHERE early.capture_id = run.capture_id AND early.captured_at = run.captured_at);

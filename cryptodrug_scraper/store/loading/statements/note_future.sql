-- Note which of the staged readings give their page an instant that has not come yet. By a day, since a stated day may
-- have begun elsewhere, and clocks are set to other time zones.

INSERT INTO future_capture
SELECT capture_id, captured_at, clock_timestamp() FROM staged_parse_run
WHERE captured_at > clock_timestamp() + interval '1 day'
ON CONFLICT DO NOTHING

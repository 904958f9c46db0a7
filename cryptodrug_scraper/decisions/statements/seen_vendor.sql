-- A record of kind vendor on a page, by the reading that counts, as JSON by column, with what it is of.
-- :market: code of the market.
-- :capture_id: the page.
-- :ordinal: its place there.

SELECT to_jsonb(o) AS said, o.vendor AS of, run.parser_version
FROM vendor_observation o
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.capture_id = :capture_id AND run.market = :market AND o.ordinal = :ordinal AND NOT o.is_repeat

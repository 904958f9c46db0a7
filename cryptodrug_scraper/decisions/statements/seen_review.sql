-- A record of kind review on a page, by the reading that counts, as JSON by column, with what it is of.
-- :market: code of the market.
-- :capture_id: the page.
-- :ordinal: its place there.

SELECT to_jsonb(o) AS said, encode(substr(o.comment_sha256, 1, 8), 'hex') AS of, run.parser_version
FROM review_observation o
JOIN counted_reading run ON run.review_list_id = o.review_list_id
WHERE run.capture_id = :capture_id AND run.market = :market AND o.ordinal = :ordinal

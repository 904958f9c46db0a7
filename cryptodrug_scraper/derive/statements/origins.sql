-- Where the captures of a market come from: one row per capture, with the best source of its time and the first crawl.
-- :market: code of the market.

SELECT
    uuid_send(o.capture_id) AS capture_id, min(o.crawl_id::text) AS crawl_id,
    substr(min(to_char(array_position(
        ARRAY['sidecar', 'warc', 'http_date', 'comment', 'mhtml', 'option', 'file_name', 'directory', 'received_on',
              'modified', 'none'], o.time_source), 'FM00') || o.time_source), 3) AS source
FROM capture_origin o
JOIN counted_reading run ON run.capture_id = o.capture_id
WHERE run.market = :market
GROUP BY o.capture_id

-- Totals that pages state of the lists on them: one row per list and page.
-- :market: code of the market.
-- :since: the first instant of a month, or of the first of several; null: no row.
-- :until: the first instant of the month behind the last.

SELECT
    uuid_send(o.parse_run_id) AS run, o.ordinal, o.listed_kind, o.total_count, o.page_count, o.page_number,
    o.hidden_count
FROM page_total o
JOIN counted_reading run ON run.parse_run_id = o.parse_run_id AND run.captured_at = o.captured_at
WHERE run.market = :market
    AND run.captured_at >= :since AND run.captured_at < :until
    AND o.captured_at >= :since AND o.captured_at < :until

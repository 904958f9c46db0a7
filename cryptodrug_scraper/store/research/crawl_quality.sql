-- One row per crawl and kind of page that was asked for: what became of the requests (fetch success of a crawl).

CREATE VIEW research.crawl_quality AS
SELECT
    c.crawl_id, c.market, c.label, c.scope, c.status, c.started_at, c.ended_at, n.kind,
    n.planned, n.fetched, n.parsed, n.walled, n.refused, n.failed,
    round(n.parsed::numeric / nullif(n.planned, 0), 4) AS success
FROM crawl c
JOIN crawl_count n USING (crawl_id);

COMMENT ON COLUMN research.crawl_quality.success IS 'parsed / planned. NULL: nothing was planned.';

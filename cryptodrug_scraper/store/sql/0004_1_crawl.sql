-- How complete the crawls are.

CREATE VIEW research.crawl_quality AS
SELECT
    c.crawl_id, c.market, c.label, c.scope, c.status, c.started_at, c.ended_at, n.kind,
    n.planned, n.fetched, n.parsed, n.walled, n.refused, n.failed,
    round(n.parsed::numeric / nullif(n.planned, 0), 4) AS success
FROM crawl c
JOIN crawl_count n USING (crawl_id);

COMMENT ON VIEW research.crawl_quality IS
    'One row per crawl and kind of page that was asked for: what became of the requests (fetch success of a crawl).';
COMMENT ON COLUMN research.crawl_quality.crawl_id IS 'Identifier of the crawl.';
COMMENT ON COLUMN research.crawl_quality.market IS 'Code of the market that was crawled.';
COMMENT ON COLUMN research.crawl_quality.label IS 'What the operator called it. NULL: nothing.';
COMMENT ON COLUMN research.crawl_quality.scope IS 'What was to be fetched: index, listings, vendors, feedback or all.';
COMMENT ON COLUMN research.crawl_quality.status IS 'running, paused, complete, partial or aborted.';
COMMENT ON COLUMN research.crawl_quality.started_at IS 'When the crawl began (UTC).';
COMMENT ON COLUMN research.crawl_quality.ended_at IS 'When it ended (UTC). NULL: running, or broken off.';
COMMENT ON COLUMN research.crawl_quality.kind IS 'Kind of page that was asked for.';
COMMENT ON COLUMN research.crawl_quality.planned IS 'Distinct pages that were to be fetched.';
COMMENT ON COLUMN research.crawl_quality.fetched IS 'Pages of which a response is in the archive, walls included.';
COMMENT ON COLUMN research.crawl_quality.parsed IS 'Pages that came whole and were read as no wall.';
COMMENT ON COLUMN research.crawl_quality.walled IS 'Pages whose last response was a wall.';
COMMENT ON COLUMN research.crawl_quality.refused IS 'Pages that were not asked for, since no request may go there.';
COMMENT ON COLUMN research.crawl_quality.failed IS 'Pages given up after repeated failures.';
COMMENT ON COLUMN research.crawl_quality.success IS 'parsed / planned. NULL: nothing was planned.';

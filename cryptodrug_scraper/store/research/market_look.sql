-- One row per market: when it was looked at last, and since when another look is due, if one is. A look is due only where a
-- schedule says so: a market that closed, or that no schedule has any more, is not looked at in vain, however long ago it was.

CREATE VIEW research.market_look AS
SELECT
    m.code AS market, look.looked_at, life.last_on AS closed_on,
    (SELECT min(e.next_due_at) FROM schedule_entry e
     WHERE e.market = m.code AND e.next_due_at < now() - interval '5 minutes'
       AND (life.last_on IS NULL OR life.last_on >= (e.next_due_at AT TIME ZONE 'UTC')::date)) AS due_since
FROM market m
LEFT JOIN research.market_life life ON life.market = m.code
CROSS JOIN LATERAL (
    SELECT greatest(
        (SELECT max(coalesce(c.ended_at, c.started_at)) FROM crawl c
         WHERE c.market = m.code AND EXISTS (SELECT FROM crawl_count n WHERE n.crawl_id = c.crawl_id AND n.parsed > 0)),
        (SELECT max(s.last_at) FROM research.snapshot s WHERE s.market = m.code)
    ) AS looked_at
) look;

COMMENT ON COLUMN research.market_look.market IS 'Code of the market.';
COMMENT ON COLUMN research.market_look.looked_at IS
    'When it was looked at last (UTC): the end of its last crawl that read a page, or of its last snapshot. NULL: never.';
COMMENT ON COLUMN research.market_look.closed_on IS
    'Last UTC day on which it can have been open (market_life). NULL: not known to have closed.';
COMMENT ON COLUMN research.market_look.due_since IS
    'Since when a look is due that no scheduler has begun (UTC). NULL: none is due, or the market has closed.';

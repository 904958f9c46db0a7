-- One row per market: the days on which it can have been open, by its events (market_event): the first that acts as its
-- opening, and the last that acts as its closing. Outside of them listings_as_of and vendors_as_of give nothing of it.

CREATE VIEW research.market_life AS
SELECT
    m.code AS market,
    m.name AS market_title,
    (SELECT min(e.first_on) FROM market_event e WHERE e.market = m.code AND e.acts = 'opening') AS first_on,
    (SELECT max(e.last_on) FROM market_event e
     WHERE e.market = m.code AND e.acts = 'closing') AS last_on
FROM market m;

COMMENT ON COLUMN research.market_life.market IS 'Code of the market.';
COMMENT ON COLUMN research.market_life.market_title IS 'Full name of the market.';
COMMENT ON COLUMN research.market_life.first_on IS 'First UTC day on which it can have been open. NULL: not known.';
COMMENT ON COLUMN research.market_life.last_on IS 'Last UTC day on which it can have been open. NULL: not known.';

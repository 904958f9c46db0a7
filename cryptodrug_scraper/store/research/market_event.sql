-- One row per market and event that censors or shocks its data.

CREATE VIEW research.market_event AS
SELECT market, event, first_on, last_on, note, evidence, source, acts, title AS event_title, stated_by
FROM market_event;

COMMENT ON COLUMN research.market_event.event_title IS
    'What reports call it, by language (en, fr, nl). NULL: they have a word of their own for it.';

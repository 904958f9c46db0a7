-- One row per market and event that censors or shocks its data.

CREATE VIEW research.market_event AS
SELECT market, event, first_on, last_on, note, evidence, source
FROM market_event;

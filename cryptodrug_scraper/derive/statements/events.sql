-- What is known of a market otherwise: one row per event.
-- :market: code of the market.

SELECT event, acts, first_on, last_on, evidence FROM market_event WHERE market = :market

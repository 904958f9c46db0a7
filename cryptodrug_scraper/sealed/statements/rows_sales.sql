-- The country's sales of known worth for which a rating stands, one row each (attributed_sale). bears: all do.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.

SELECT s.market, s.transaction_id, s.vendor, s.at, s.weight, s.amount_eur, s.price_source, s.price_flag, true AS bears
FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day, :market) s
WHERE s.market = :market AND s.weight > 0 AND s.amount_eur IS NOT NULL ORDER BY s.transaction_id

-- The ratings that stand for the country's sales of the window, each with the last page that showed it.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.

SELECT s.market, s.vendor, s.listing_id, s.transaction_id, s.at, s.weight, s.amount_eur, s.price_source, s.price_flag,
       r.stars, r.sign, r.amount, r.amount_currency, r.last_review_observation_id AS review_observation_id,
       true AS bears
FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day, :market) s
JOIN research.distinct_review r ON r.review_id = s.transaction_id AND r.market = s.market
WHERE s.market = :market AND s.weight > 0 ORDER BY s.transaction_id

-- Tables of exchange rates that pages of the market show: one row per table and pair of currencies, the first that it
-- states.
-- :market: code of the market.

SELECT DISTINCT ON (rate.rate_table_id, rate.base, rate.quote)
    rate.rate_table_id::text, rate.base, rate.quote, rate.rate::float8
FROM exchange_rate rate
WHERE rate.rate_table_id IN (SELECT run.rate_table_id FROM counted_reading run WHERE run.market = :market)
ORDER BY rate.rate_table_id, rate.base, rate.quote, rate.ordinal

-- Listings: which listings were sent from a country on a day, for how much, and on which page does each stand?
--
-- Prices are as the page printed them, in its currency. origin_source "carried" means that this snapshot's page shows
-- no origin, and the nearest one that does was taken. cryptodrug show with a parse_run_id prints the page.
--
-- :country: the country (country, BE)
-- :day: the day (day, 2019-03-01)
SELECT market, listing_id, vendor, title, drug_class, price_amount AS price, price_currency AS currency,
    origin_codes, origin_source, parse_run_id
FROM listings_on(:day)
WHERE :country = ANY (origin_codes)
ORDER BY market, listing_id;

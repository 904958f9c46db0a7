-- Provenance: on which pages do a country's sales on a market rest, and what do these say?
--
-- One row per sale: the page that showed its rating last, the amount as printed, and the interval of its date.
-- cryptodrug show with a review_id or capture_id prints the page itself. Ask review_page for few ratings at a time: it
-- looks each of them up.
--
-- :country: the country (country, BE)
-- :market: the market (market, empire)
-- :first_day: the first day (day, 2019-10-01)
-- :last_day: the last day (day, 2019-10-31)
SELECT sale.vendor, sale.occurred_from, round(sale.amount_eur::numeric, 2) AS eur, page.amount,
    page.amount_currency AS currency,
    sale.price_source, page.listing_title, page.captured_at, page.capture_id, sale.transaction_id AS review_id
FROM transaction sale
JOIN transaction_origin origin USING (market, transaction_id)
JOIN review_page page ON page.market = sale.market AND page.review_id = sale.transaction_id
WHERE origin.code = :country
  AND sale.market = :market
  AND sale.occurred_from >= :first_day
  AND sale.occurred_from < :last_day + 1
ORDER BY sale.occurred_from, sale.transaction_id;

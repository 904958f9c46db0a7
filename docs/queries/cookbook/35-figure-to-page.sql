-- Provenance: on which pages do the Belgian sales of Empire in October 2019 rest, and what do these say?
--
-- One row per sale: the page that showed its rating last, the amount as printed, and the interval of its date.
-- cryptodrug show with a review_id or capture_id prints the page itself. Ask review_page for few ratings at a time: it
-- looks each of them up.
SELECT sale.vendor, sale.occurred_from, round(sale.amount_eur::numeric, 2) AS eur, page.amount,
    page.amount_currency AS currency,
    sale.price_source, page.listing_title, page.captured_at, page.capture_id, sale.transaction_id AS review_id
FROM transaction sale
JOIN transaction_origin origin USING (market, transaction_id)
JOIN review_page page ON page.market = sale.market AND page.review_id = sale.transaction_id
WHERE origin.code = 'BE'
  AND sale.market = 'empire'
  AND sale.occurred_from >= '2019-10-01'
  AND sale.occurred_from < '2019-11-01'
ORDER BY sale.occurred_from, sale.transaction_id;

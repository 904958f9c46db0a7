-- Sales and turnover: which sales from Belgium do reviews show in each month, and what were they worth?
--
-- Each sale counts by its weight: half where its listing names two countries, and in parts where several listings fit
-- the rating. These are ratings seen, so a lower bound; country_share gives the estimate of all. Fewer than five
-- vendors: not for publication.
SELECT sale.market, date_trunc('month', sale.occurred_from)::date AS month,
    round(sum(origin.weight)::numeric, 1) AS sales,
    round(sum(origin.weight * sale.amount_eur_low)::numeric) AS eur_low,
    round(sum(origin.weight * sale.amount_eur)::numeric) AS eur,
    round(sum(origin.weight * sale.amount_eur_high)::numeric) AS eur_high, count(DISTINCT sale.vendor) AS vendors
FROM transaction sale
JOIN transaction_origin origin USING (market, transaction_id)
WHERE origin.code = 'BE' AND sale.occurred_from >= '2018-11-01'
GROUP BY 1, 2
ORDER BY 1, 2;

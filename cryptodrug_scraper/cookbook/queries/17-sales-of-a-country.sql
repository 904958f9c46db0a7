-- Sales and turnover: which sales from a country do reviews show in each month, and what were they worth?
--
-- Each sale counts by its weight: half where its listing names two countries, and in parts where several listings fit
-- the rating. These are ratings seen, so a lower bound; country_share gives the estimate of all. Fewer than five
-- vendors: not for publication.
--
-- :country: the country (country, BE)
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
-- chart: line of sales over month, one for each market
SELECT sale.market, date_trunc('month', sale.occurred_from)::date AS month,
    round(sum(origin.weight)::numeric, 1) AS sales,
    round(sum(origin.weight * sale.amount_eur_low)::numeric) AS eur_low,
    round(sum(origin.weight * sale.amount_eur)::numeric) AS eur,
    round(sum(origin.weight * sale.amount_eur_high)::numeric) AS eur_high, count(DISTINCT sale.vendor) AS vendors
FROM transaction sale
JOIN transaction_origin origin USING (market, transaction_id)
WHERE origin.code = :country AND sale.occurred_from >= :first_day AND sale.occurred_from < :last_day + 1
GROUP BY 1, 2
ORDER BY 1, 2;

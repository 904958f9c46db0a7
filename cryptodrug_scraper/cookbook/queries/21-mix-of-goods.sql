-- Products: which classes of drug are over-represented among sales from a country?
--
-- quotient divides the class's share of the country's sales by its share of all sales: above 1 is over-represented.
-- Sales are those for which a rating stands. With a handful of vendors it is one vendor's trade, and too few to say
-- where the interval over vendors is wide. country_mix has the tables by listings and by turnover, which rank
-- differently. With a year of sales it takes some seconds.
--
-- :country: the country (country, BE)
-- :definition: which vendors and listings are the country's (definition, D2)
-- :attribution: which sales are the country's (attribution, A1)
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
-- chart: bars of country_pct from country_pct_low to country_pct_high over drug_class, one for each market
SELECT market, goods AS drug_class, round(value::numeric, 1) AS country_sales,
    CASE WHEN share_is_told(share_low, share_high) THEN round((100 * share)::numeric, 1) END AS country_pct,
    round((100 * share_low)::numeric, 1) AS country_pct_low, round((100 * share_high)::numeric, 1) AS country_pct_high,
    round((100 * all_share)::numeric, 1) AS all_pct,
    CASE WHEN quotient_is_told(quotient_low, quotient_high) THEN round(quotient::numeric, 2) END AS quotient,
    round(quotient_low::numeric, 2) AS quotient_low, round(quotient_high::numeric, 2) AS quotient_high,
    vendor_count AS vendors,
    CASE WHEN NOT quotient_is_told(quotient_low, quotient_high) THEN 'too few to say' END AS remark
FROM country_mix(:country, :definition, :attribution, :first_day, :last_day)
WHERE measure = 'transactions' AND level = 'drug_class' AND value > 0
ORDER BY market, country_sales DESC, drug_class;

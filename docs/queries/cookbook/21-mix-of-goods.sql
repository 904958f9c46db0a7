-- Products: which classes of drug are over-represented among sales from Belgium?
--
-- quotient divides the class's share of Belgian sales by its share of all sales: above 1 is over-represented. With a
-- handful of Belgian vendors it is one vendor's trade: look at vendors, and ask country_mix for the interval, and for
-- the tables by listings and by turnover, which rank differently. Sales of no known class are left out.
WITH sold AS (
    SELECT market, drug_class, vendor, sum(transactions) AS sales,
        coalesce(sum(transactions) FILTER (WHERE code = 'BE'), 0) AS belgian
    FROM origin_month
    WHERE month BETWEEN '2018-11-01' AND '2019-11-30'
      AND drug_class NOT IN ('Digital Goods', 'Misc')
    GROUP BY market, drug_class, vendor
), class AS (
    SELECT market, drug_class, sum(belgian) AS belgian, sum(sales) AS sales,
        count(*) FILTER (WHERE belgian > 0) AS vendors,
        sum(belgian) / nullif(sum(sum(belgian)) OVER (PARTITION BY market), 0) AS belgian_share,
        sum(sales) / sum(sum(sales)) OVER (PARTITION BY market) AS all_share
    FROM sold
    GROUP BY market, drug_class
)
SELECT market, drug_class, round(belgian::numeric, 1) AS belgian_sales,
    round((100 * belgian_share)::numeric, 1) AS belgian_pct,
    round((100 * all_share)::numeric, 1) AS all_pct, round((belgian_share / all_share)::numeric, 2) AS quotient,
    vendors
FROM class
WHERE belgian > 0
ORDER BY market, belgian DESC, drug_class;

-- Products: how many sales of each class of drug were of a weight that is not for one person's own use, and what part
-- of turnover is that?
--
-- The second criterion of wholesale, beside the worth: weight of a unit times the units bought. The cut is an
-- example: choose one for each drug, and name it. weighed says how many sales have a weight at all: pills have none,
-- and where no amount is printed, as on Wall Street Market, it is not known how many units were bought.
--
-- :grams: the weight from which it is counted, in grams (number, 100)
-- chart: bars of pct_of_weighed_turnover from pct_low to pct_high over drug_class, one for each market
WITH seller AS (
    SELECT market, drug_class, vendor, count(*) AS sales, count(quantity_grams * quantity) AS weighed,
        count(*) FILTER (WHERE quantity_grams * quantity >= :grams) AS heavy,
        coalesce(sum(amount_eur) FILTER (WHERE quantity_grams * quantity >= :grams), 0) AS part,
        coalesce(sum(amount_eur) FILTER (WHERE quantity_grams * quantity > 0), 0) AS whole
    FROM transaction
    WHERE drug_class IS NOT NULL
    GROUP BY market, drug_class, vendor
), found AS (
    SELECT market, drug_class, sum(sales) AS sales, sum(weighed) AS weighed, sum(heavy) AS heavy,
        count(*) FILTER (WHERE weighed > 0) AS vendors,
        cluster_share(array_agg(part ORDER BY vendor), array_agg(whole ORDER BY vendor)) AS worth
    FROM seller
    GROUP BY market, drug_class
    HAVING sum(weighed) > 0
)
SELECT market, drug_class, sales, weighed, heavy, vendors,
    CASE
        WHEN share_is_told((worth).low, (worth).high) THEN round((100 * (worth).share)::numeric, 1)
    END AS pct_of_weighed_turnover,
    round((100 * (worth).low)::numeric, 1) AS pct_low, round((100 * (worth).high)::numeric, 1) AS pct_high,
    CASE WHEN NOT share_is_told((worth).low, (worth).high) THEN 'too few to say' END AS remark
FROM found
ORDER BY market, drug_class;

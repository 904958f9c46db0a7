-- Products: how many sales of each class of drug were of a weight that is not for one person's own use, and what part
-- of turnover is that?
--
-- The second criterion of wholesale, beside the worth: weight of a unit times the units bought. The cut, 100 g, is an
-- example: choose one for each drug, and name it. weighed says how many sales have a weight at all: pills have none,
-- and where no amount is printed, as on Wall Street Market, it is not known how many units were bought.
SELECT market, drug_class, count(*) AS sales, count(quantity_grams * quantity) AS weighed,
    count(*) FILTER (WHERE quantity_grams * quantity >= 100) AS from_100_g,
    round((
        100 * sum(amount_eur) FILTER (WHERE quantity_grams * quantity >= 100)
        / nullif(sum(amount_eur) FILTER (WHERE quantity_grams * quantity > 0), 0)
    )::numeric, 1) AS pct_of_weighed_turnover
FROM transaction
WHERE drug_class IS NOT NULL
GROUP BY market, drug_class
HAVING count(quantity_grams * quantity) > 0
ORDER BY market, drug_class;

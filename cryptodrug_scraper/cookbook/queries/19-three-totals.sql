-- Prices: what do holding prices do to the turnover that reviews show?
--
-- raw takes every price as stated, filtered leaves out sales at a holding price, imputed gives them the usual price.
-- Print all three; raw is never a headline, as one sale priced at 9999 outweighs a month. Where amounts are printed
-- with the rating the three agree, since nobody pays a holding price.
--
-- chart: bars of imputed_eur over market
SELECT market, count(*) AS sales, count(*) FILTER (WHERE price_source = 'printed') AS with_printed_amount,
    round(sum(raw_eur)::numeric) AS raw_eur, round(sum(filtered_eur)::numeric) AS filtered_eur,
    round(sum(imputed_eur)::numeric) AS imputed_eur,
    count(*) FILTER (WHERE abs(raw_eur - imputed_eur) > 0.005) AS sales_that_differ
FROM transaction
GROUP BY market
ORDER BY market;

-- Products: what part of a country's sales is worth less than one amount, up to another, or more, and what part of
-- turnover is that?
--
-- By the worth of the order, not by the price of the listing: they differ when somebody buys several. Never cap prices
-- before such a count. low and high are of what happened here; transaction_draw_low and transaction_draw_high tell what
-- other vendors might have sold. None in the highest band is no proof: high says how many may be among sales without a
-- rating, or of unsure amount. A year of sales takes some seconds.
--
-- :country: the country (country, BE)
-- :definition: which vendors and listings are the country's (definition, D2)
-- :attribution: which sales are the country's (attribution, A1)
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
-- :first_amount: the lower edge between bands, in EUR (number, 200)
-- :second_amount: the upper one, in EUR (number, 1000)
-- chart: bars of pct_of_sales from low to high over band_from, one for each market
SELECT market, band_from, band_to, round(transactions::numeric, 1) AS sales,
    CASE
        WHEN share_is_told(transaction_share_low, transaction_share_high)
        THEN round((100 * transaction_share)::numeric, 1)
    END AS pct_of_sales,
    round((100 * transaction_share_low)::numeric, 1) AS low,
    round((100 * transaction_share_high)::numeric, 1) AS high,
    CASE
        WHEN share_is_told(turnover_share_low, turnover_share_high)
        THEN round((100 * turnover_share)::numeric, 1)
    END AS pct_of_turnover,
    round((100 * turnover_share_low)::numeric, 1) AS turnover_pct_low,
    round((100 * turnover_share_high)::numeric, 1) AS turnover_pct_high, vendor_count AS vendors,
    CASE
        WHEN NOT share_is_told(transaction_share_low, transaction_share_high)
          OR NOT share_is_told(turnover_share_low, turnover_share_high)
        THEN 'empty: too few to say'
    END AS remark
FROM value_band(:country, :definition, :attribution, :first_day, :last_day, ARRAY[:first_amount, :second_amount])
ORDER BY market, band_from;

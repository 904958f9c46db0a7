-- Products: what part of Belgian sales is worth less than 200 EUR, 200 to 1000, and 1000 or more, and what part of
-- turnover is that?
--
-- By the worth of the order, not by the price of the listing: they differ when somebody buys several. Never cap prices
-- before such a count. low and high are of what happened here; transaction_draw_low and transaction_draw_high tell what
-- other vendors might have sold. None above 1000 EUR is no proof: high says how many may be among sales without a
-- rating, or of unsure amount. With a year of sales it takes some seconds.
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
FROM value_band('BE', 'D2', 'A1', '2018-11-01', '2019-11-30', ARRAY[200, 1000])
ORDER BY market, band_from;

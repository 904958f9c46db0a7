-- Shares: how does a country's share of turnover depend on which sales are called the country's?
--
-- A1: a sale belongs to its listing's origins, split equally. A2: all sales of a vendor who is the country's in the
-- window. A3: every sale of a vendor in parts, one for each of its countries. One vendor with bulk sales moves such a
-- share by a factor of two: draw_low and draw_high of country_window say what another draw of vendors would have
-- given. With a year of sales it takes some seconds.
--
-- :country: the country (country, BE)
-- :definition: which vendors and listings are the country's (definition, D2)
-- :first_day: the first day (day, 2019-01-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: bars of pct from pct_low to pct_high over attribution, one for each market
SELECT share.market, attribution, round(share.value::numeric) AS country_eur, round(share.total::numeric) AS all_eur,
    CASE WHEN share_is_told(share.share_low, share.share_high) THEN round((100 * share.share)::numeric, 1) END AS pct,
    round((100 * share.share_low)::numeric, 1) AS pct_low, round((100 * share.share_high)::numeric, 1) AS pct_high,
    share.vendor_count AS vendors, share.unknown_month_count AS months_not_known_yet,
    CASE WHEN NOT share_is_told(share.share_low, share.share_high) THEN 'too few to say' END AS remark
FROM (VALUES ('A1'), ('A2'), ('A3')) AS asked (attribution)
CROSS JOIN country_window(:country, :definition, attribution, :first_day, :last_day) AS share
WHERE share.measure = 'turnover_eur'
ORDER BY share.market, attribution;

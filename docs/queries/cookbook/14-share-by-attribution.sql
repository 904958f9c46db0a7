-- Shares: how does the Belgian share of turnover from January to March 2019 depend on which sales are called Belgian?
--
-- A1: a sale belongs to its listing's origins, split equally. A2: all sales of a vendor who is Belgian in the window.
-- A3: every sale of a vendor in parts, one for each of its countries. One vendor with bulk sales moves such a share by
-- a factor of two: draw_low and draw_high of country_window say what another draw of vendors would have given.
-- With a year of sales it takes some seconds.
SELECT share.market, attribution, round(share.value::numeric) AS belgian_eur, round(share.total::numeric) AS all_eur,
    CASE WHEN share_is_told(share.share_low, share.share_high) THEN round((100 * share.share)::numeric, 1) END AS pct,
    round((100 * share.share_low)::numeric, 1) AS pct_low, round((100 * share.share_high)::numeric, 1) AS pct_high,
    share.vendor_count AS vendors, share.unknown_month_count AS months_not_known_yet,
    CASE WHEN NOT share_is_told(share.share_low, share.share_high) THEN 'too few to say' END AS remark
FROM (VALUES ('A1'), ('A2'), ('A3')) AS asked (attribution)
CROSS JOIN country_window('BE', 'D2', attribution, '2019-01-01', '2019-03-31') AS share
WHERE share.measure = 'turnover_eur'
ORDER BY share.market, attribution;

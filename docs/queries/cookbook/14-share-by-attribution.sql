-- Shares: how does the Belgian share of turnover from January to March 2019 depend on which sales are called Belgian?
--
-- A1: a sale belongs to its listing's origins, split equally. A2: all sales of a vendor who is Belgian in the window.
-- A3: every sale of a vendor in parts, one for each of its countries. One vendor with bulk sales moves such a share by
-- a factor of two: draw_low and draw_high of country_share say what another draw of vendors would have given.
SELECT share.market, attribution, round(sum(share.value)::numeric) AS belgian_eur,
    round(sum(share.total)::numeric) AS all_eur,
    round((100 * sum(share.value) / nullif(sum(share.total), 0))::numeric, 1) AS pct,
    max(share.vendor_count) AS vendors
FROM (VALUES ('A1'), ('A2'), ('A3')) AS asked (attribution)
CROSS JOIN country_share('BE', 'D2', attribution, '2019-01-01', '2019-03-31') AS share
WHERE share.measure = 'turnover_eur'
GROUP BY share.market, attribution
ORDER BY share.market, attribution;

-- Shares: how does the Belgian share of vendors in March 2019 depend on who is called a Belgian vendor?
--
-- D1: a listing from Belgium at the month's last snapshot. D2: at any snapshot of the month. D3: Belgium is where most
-- of its listings come from. D4: every listing comes from Belgium and nowhere else. All vendors with a live listing are
-- the denominator. With a year of sales it takes some seconds.
SELECT share.market, definition, share.value AS belgian, share.total AS vendors,
    round((100 * share.share)::numeric, 1) AS pct,
    round((100 * share.share_low)::numeric, 1) AS pct_low, round((100 * share.share_high)::numeric, 1) AS pct_high
FROM (VALUES ('D1'), ('D2'), ('D3'), ('D4')) AS asked (definition)
CROSS JOIN country_share('BE', definition, 'A1', '2019-03-01', '2019-03-31') AS share
WHERE share.measure = 'vendors'
ORDER BY share.market, definition;

-- Shares: how does a country's share of vendors depend on who is called a vendor of the country?
--
-- D1: a listing from there at the month's last snapshot. D2: at any snapshot of the month. D3: it is where most of its
-- listings come from. D4: every listing comes from there and nowhere else. All vendors with a live listing are
-- the denominator. With a year of sales it takes some seconds.
--
-- :country: the country (country, BE)
-- :first_day: the first day (day, 2019-03-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: bars of pct from pct_low to pct_high over definition, one for each market, month
SELECT share.market, share.month, definition, share.value AS of_country, share.total AS vendors,
    round((100 * share.share)::numeric, 1) AS pct,
    round((100 * share.share_low)::numeric, 1) AS pct_low, round((100 * share.share_high)::numeric, 1) AS pct_high
FROM (VALUES ('D1'), ('D2'), ('D3'), ('D4')) AS asked (definition)
CROSS JOIN country_share(:country, definition, 'A1', :first_day, :last_day) AS share
WHERE share.measure = 'vendors'
ORDER BY share.market, share.month, definition;

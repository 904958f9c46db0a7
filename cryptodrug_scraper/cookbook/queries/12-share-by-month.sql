-- Shares: what is a country's share of vendors, listings, sales and turnover on each market, month by month?
--
-- Four denominators, four answers: never print one without its measure, its definition (D2: from there at any
-- snapshot of the month) and its attribution (A1: by the origins of the listing sold). Where is_few, keep it to
-- yourself. A month without a snapshot has no row, one not known yet a remark. The interval is of what happened on
-- these markets in these months; who speaks of others asks for draw_low and draw_high.
--
-- :country: the country (country, BE)
-- :definition: which vendors and listings are the country's (definition, D2)
-- :attribution: which sales are the country's (attribution, A1)
-- :first_day: the first day (day, 2019-01-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: line of pct from pct_low to pct_high over month, one for each market, measure
SELECT market, month, measure, round(value::numeric, 1) AS of_country, round(total::numeric, 1) AS total,
    CASE WHEN share_is_told(share_low, share_high) THEN round((100 * share)::numeric, 1) END AS pct,
    round((100 * share_low)::numeric, 1) AS pct_low,
    round((100 * share_high)::numeric, 1) AS pct_high, vendor_count, is_few, grade,
    coalesce(reason, CASE WHEN NOT share_is_told(share_low, share_high) THEN 'too few to say' END) AS remark
FROM country_share(:country, :definition, :attribution, :first_day, :last_day)
ORDER BY market, month, measure;

-- Origins and moves: how many of the vendors who sold from a country sold from another one too, at one time or
-- one after the other, and how many of these from one that is named?
--
-- simultaneous: two countries at one snapshot. The interval is that of what happened here; another draw of vendors
-- would have given draw_low to draw_high: with the numbers of a small country that is wide, and a share without it
-- says little. Data that keep one country for a vendor cannot show any of these. With a year of sales it takes some
-- seconds.
--
-- :country: the country (country, BE)
-- :other_country: the country beside it (country, NL)
-- :first_day: the first day (day, 2018-11-01)
-- :last_day: the last day (day, 2019-11-30)
-- chart: bars of share from share_low to share_high over market
WITH found AS (
    SELECT
        market,
        count(*) AS several,
        count(*) FILTER (WHERE is_simultaneous) AS simultaneous,
        count(*) FILTER (WHERE NOT is_simultaneous) AS one_after_other,
        count(*) FILTER (WHERE :other_country = ANY (origin_codes)) AS with_other
    FROM multi_origin(:country, :first_day, :last_day)
    GROUP BY market
)
SELECT found.*, CASE WHEN share_is_told(part.draw_low, part.draw_high) THEN round(part.share::numeric, 2) END AS share,
    round(part.low::numeric, 2) AS share_low, round(part.high::numeric, 2) AS share_high,
    round(part.draw_low::numeric, 2) AS draw_low, round(part.draw_high::numeric, 2) AS draw_high,
    CASE WHEN NOT share_is_told(part.draw_low, part.draw_high) THEN 'too few to say' END AS remark
FROM found
LEFT JOIN place_reach(:first_day, :last_day) AS read USING (market)
CROSS JOIN LATERAL count_here(with_other, several, read.reached) AS part
ORDER BY market;

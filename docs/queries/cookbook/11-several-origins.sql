-- Origins and moves: how many of the vendors who ever sold from Belgium sold from another country too, at one time or
-- one after the other, and how many of these from the Netherlands?
--
-- simultaneous: two countries at one snapshot. With Belgian numbers the interval (Wilson) is wide: a share without it
-- says little. Data that keep one country for a vendor cannot show any of these.
SELECT
    market,
    count(*) AS several,
    count(*) FILTER (WHERE is_simultaneous) AS simultaneous,
    count(*) FILTER (WHERE NOT is_simultaneous) AS one_after_other,
    count(*) FILTER (WHERE 'NL' = ANY (origin_codes)) AS with_netherlands,
    round((wilson(count(*) FILTER (WHERE 'NL' = ANY (origin_codes)), count(*))).low::numeric, 2) AS share_low,
    round((wilson(count(*) FILTER (WHERE 'NL' = ANY (origin_codes)), count(*))).high::numeric, 2) AS share_high
FROM multi_origin('BE', '2018-11-01', '2019-11-30')
GROUP BY market
ORDER BY market;

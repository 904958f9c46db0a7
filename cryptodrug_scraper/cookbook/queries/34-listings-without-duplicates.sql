-- Comparability: how many listings had each snapshot if the same offer of the same vendor counts once, as monitoring
-- projects count?
--
-- Australian bulletins count a name, vendor and quantity once, and discard partial crawls. Say which count you
-- compare: theirs of one scrape in a week with yours of one snapshot, and never with a month's listings, which are
-- those live at any time in it.
--
-- :first_day: the first day (day, 2019-03-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: line of distinct_offers over day, one for each market
SELECT market, snapshot_first_at::date AS day, grade, count(*) AS listings,
    count(DISTINCT (vendor, lower(title), quantity_grams, quantity_units)) AS distinct_offers,
    count(*) FILTER (WHERE drug_class NOT IN ('Digital Goods', 'Misc', 'Other')) AS drug_listings
FROM listing_at_snapshot
WHERE presence = 'seen' AND snapshot_first_at >= :first_day AND snapshot_first_at < :last_day + 1
GROUP BY market, snapshot_id, snapshot_first_at, grade
ORDER BY market, snapshot_first_at;

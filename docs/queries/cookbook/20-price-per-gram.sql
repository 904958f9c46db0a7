-- Prices: what does a gram of cannabis herb cost from Belgium, the Netherlands, Germany and elsewhere, in small packs
-- and in large ones, in the first quarter of 2019?
--
-- Always by size of pack: a gram out of a kilogram costs far less than a gram alone, so an average over all packs says
-- more about packs than about prices. Medians of listings, not of sales; listings whose weight cannot be read are not
-- in it. One vendor with many listings can be the whole cell: look at vendors.
SELECT coalesce(code, 'elsewhere') AS origin,
    CASE
        WHEN quantity_grams < 5 THEN 'under 5 g'
        WHEN quantity_grams < 28 THEN '5 to 28 g'
        ELSE '28 g or more'
    END AS pack,
    count(DISTINCT (market, listing_id)) AS listings,
    count(DISTINCT (market, vendor)) AS vendors,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY round((price_eur / quantity_grams)::numeric, 2)) AS median_eur_per_gram
FROM listing_at_snapshot
LEFT JOIN LATERAL unnest(origin_codes) AS code ON code IN ('BE', 'NL', 'DE')
WHERE substance = 'cannabis_herb' AND quantity_grams > 0 AND price_flag = 'ok'
  AND snapshot_first_at >= '2019-01-01' AND snapshot_first_at < '2019-04-01'
GROUP BY 1, 2
ORDER BY 1, 2;

-- Prices: what does a gram of a substance cost from three countries and from elsewhere, in small packs and in large
-- ones?
--
-- Always by size of pack: a gram out of a kilogram costs far less than a gram alone. Medians over vendors, each by the
-- median of its listings, so that a vendor with many listings, or weights that nobody sells, is one of many. The
-- interval (95 %) is that of a median, by ranks: fewer than six vendors have but a lowest and a highest price. Listings
-- of no readable weight are left out. With a year of sales it takes seconds.
--
-- :substance: the substance (substance, cannabis_herb)
-- :country: the country (country, BE)
-- :second_country: a second country (country, NL)
-- :third_country: a third country (country, DE)
-- :first_day: the first day (day, 2019-01-01)
-- :last_day: the last day (day, 2019-03-31)
-- chart: bars of median_eur_per_gram from low to high over origin, one for each pack
WITH of_vendor AS (
    SELECT coalesce(code, 'elsewhere') AS origin,
        CASE
            WHEN quantity_grams < 5 THEN 'under 5 g'
            WHEN quantity_grams < 28 THEN '5 to 28 g'
            ELSE '28 g or more'
        END AS pack,
        count(DISTINCT listing_id) AS listings,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY price_eur / quantity_grams) AS eur_per_gram
    FROM listing_at_snapshot
    LEFT JOIN LATERAL unnest(origin_codes) AS code ON code IN (:country, :second_country, :third_country)
    WHERE substance = :substance AND quantity_grams > 0 AND price_flag = 'ok'
      AND snapshot_first_at >= :first_day AND snapshot_first_at < :last_day + 1
    GROUP BY origin, pack, market, vendor
), ranked AS (
    SELECT origin, pack, sum(listings) AS listings, count(*) AS vendors,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY eur_per_gram) AS middle,
        array_agg(eur_per_gram ORDER BY eur_per_gram) AS every,
        floor((count(*) - 1.96 * sqrt(count(*))) / 2)::int AS least
    FROM of_vendor
    GROUP BY origin, pack
)
SELECT origin, pack, listings, vendors,
    CASE WHEN least >= 1 THEN round(middle::numeric, 2) END AS median_eur_per_gram,
    CASE WHEN least >= 1 THEN round(every[least]::numeric, 2) END AS low,
    CASE WHEN least >= 1 THEN round(every[vendors - least + 1]::numeric, 2) END AS high,
    round(every[1]::numeric, 2) AS lowest, round(every[vendors]::numeric, 2) AS highest,
    CASE WHEN least < 1 THEN 'too few to say' END AS remark
FROM ranked
ORDER BY origin, pack;

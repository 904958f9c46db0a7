-- Snapshots: how many listings and vendors the captures of each market and month state
SELECT market, to_char(month, 'YYYY-MM') AS month, capture_count AS captures, listing_count AS listings, vendor_count AS vendors
FROM snapshot_month
ORDER BY market, month;

-- Belgium: vendors with a listing that ships from Belgium, of all vendors whose listings state an origin (ever in the month)
SELECT
    market,
    to_char(month, 'YYYY-MM') AS month,
    count(*) FILTER (WHERE 'BE' = ANY (origins)) AS belgian_vendors,
    count(*) AS vendors,
    sum(belgian_listings) AS belgian_listings,
    sum(listings) AS listings
FROM (
    SELECT
        market,
        date_trunc('month', captured_at, 'UTC') AT TIME ZONE 'UTC' AS month,
        vendor,
        array_agg(DISTINCT code) AS origins,
        count(DISTINCT listing_id) FILTER (WHERE code = 'BE') AS belgian_listings,
        count(DISTINCT listing_id) AS listings
    FROM listing_origin
    WHERE vendor IS NOT NULL AND captured_at IS NOT NULL
    GROUP BY 1, 2, 3
) AS vendor_month
GROUP BY market, month
ORDER BY market, month;

-- Belgian vendors that also ship from elsewhere, in the whole window
SELECT market, vendor, array_agg(DISTINCT code ORDER BY code) AS origins, count(DISTINCT listing_id) AS listings
FROM listing_origin
WHERE code IS NOT NULL
GROUP BY market, vendor
HAVING bool_or(code = 'BE') AND count(DISTINCT code) > 1
ORDER BY market, vendor;

-- Listings from Belgium as of 30 November 2019: last seen, and what was asked then (the six newest of each market)
SELECT market, listing_id, title, vendor, drug_class, substance, grams, price, currency, last_seen
FROM (
    SELECT
        market,
        listing_id,
        title,
        vendor,
        drug_class,
        substance,
        quantity_grams AS grams,
        price_amount AS price,
        price_currency AS currency,
        to_char(last_seen_at, 'YYYY-MM-DD') AS last_seen,
        row_number() OVER (PARTITION BY market ORDER BY last_seen_at DESC, listing_id) AS place
    FROM listings_as_of('2019-11-30')
    WHERE 'BE' = ANY (origin_codes)
) AS belgian
WHERE place <= 6
ORDER BY market, place;

-- Refused as content: walls and pages of no market, and pages that are cut
SELECT
    coalesce(market, '(none)') AS market,
    kind,
    sum(page_count) AS pages,
    sum(wall_count) AS walls,
    sum(incomplete_count) AS cut
FROM capture_quality
GROUP BY 1, 2
HAVING sum(wall_count) + sum(incomplete_count) > 0
ORDER BY 1, 2;

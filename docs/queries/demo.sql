-- Captures of each market and month, walls included, and how many distinct listings and vendors they state
SELECT market, to_char(month, 'YYYY-MM') AS month, capture_count AS captures, listing_count AS listings, vendor_count AS vendors
FROM snapshot_month
ORDER BY market, month;

-- Belgium: vendors with a listing that states Belgium as an origin in the month, beside all vendors whose listings state
-- any origin; and the same of the listings
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

-- Vendors that state Belgium and, in the same month or another, a different country as an origin: from when until when they
-- state each, and in how many months both (0: they moved, or changed what they state)
SELECT
    market,
    vendor,
    to_char(min(month) FILTER (WHERE 'BE' = ANY (countries)), 'YYYY-MM') AS belgium_from,
    to_char(max(month) FILTER (WHERE 'BE' = ANY (countries)), 'YYYY-MM') AS belgium_until,
    (SELECT array_agg(DISTINCT o.code ORDER BY o.code)
     FROM listing_origin o
     WHERE o.market = month.market AND o.vendor = month.vendor AND length(o.code) = 2 AND o.code NOT IN ('BE', 'EU')
       AND o.captured_at IS NOT NULL) AS elsewhere,
    to_char(min(month) FILTER (WHERE countries <> '{BE}'), 'YYYY-MM') AS elsewhere_from,
    to_char(max(month) FILTER (WHERE countries <> '{BE}'), 'YYYY-MM') AS elsewhere_until,
    count(*) FILTER (WHERE 'BE' = ANY (countries) AND countries <> '{BE}') AS months_with_both
FROM (
    SELECT
        market,
        vendor,
        date_trunc('month', captured_at, 'UTC') AT TIME ZONE 'UTC' AS month,
        array_agg(DISTINCT code ORDER BY code) AS countries
    FROM listing_origin
    WHERE vendor IS NOT NULL AND captured_at IS NOT NULL AND length(code) = 2 AND code <> 'EU'
    GROUP BY 1, 2, 3
) AS month
GROUP BY market, vendor
HAVING bool_or('BE' = ANY (countries)) AND bool_or(countries <> '{BE}')
ORDER BY market, vendor;

-- Listings from Belgium as of two days, 31 March and 30 November 2019, on the markets that can have been open then: what the
-- newest own page of each states (or card, where there is no page), how many days old that is, and when the listing was last
-- seen in any way (at most five of each market and day, those last seen first)
SELECT as_of, market, listing_id, title, vendor, drug_class, substance, grams, price, currency, age_days, last_seen
FROM (
    SELECT
        asked.as_of,
        market,
        listing_id,
        title,
        vendor,
        drug_class,
        substance,
        quantity_grams AS grams,
        price_amount AS price,
        price_currency AS currency,
        age_days,
        to_char(last_seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS last_seen,
        row_number() OVER (PARTITION BY asked.as_of, market ORDER BY last_seen_at DESC, listing_id) AS place
    FROM (VALUES (date '2019-03-31'), (date '2019-11-30')) AS asked (as_of)
    CROSS JOIN LATERAL listings_as_of(asked.as_of)
    WHERE 'BE' = ANY (origin_codes)
) AS belgian
WHERE place <= 5
ORDER BY as_of, market, place;

-- Kinds of page with captures that give no records, or not all: how many captures each kind has, and how many of these are
-- walls (login, captcha, error, pages of no known kind or market) or cut
SELECT
    coalesce(market, '(none)') AS market,
    kind,
    sum(page_count) AS captures,
    sum(wall_count) AS walls,
    sum(incomplete_count) AS cut
FROM capture_quality
GROUP BY 1, 2
HAVING sum(wall_count) + sum(incomplete_count) > 0
ORDER BY 1, 2;

-- Each look at each market: how complete it is, and so what its figures are good for
SELECT market, to_char(first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, capture_count AS captures, grade, reason
FROM snapshot
ORDER BY market, first_at;

-- Each month that was looked at: vendors and listings that were live, and an estimate of all sales with its 95 % interval and
-- of what they were worth; the grade is that of the sales
SELECT
    market,
    to_char(month, 'YYYY-MM') AS month,
    max(value) FILTER (WHERE measure = 'vendors') AS vendors,
    max(value) FILTER (WHERE measure = 'listings') AS listings,
    round(max(value) FILTER (WHERE measure = 'transactions')) AS sales,
    round(max(low) FILTER (WHERE measure = 'transactions')) AS low,
    round(max(high) FILTER (WHERE measure = 'transactions')) AS high,
    round(max(value) FILTER (WHERE measure = 'turnover_eur')) AS eur,
    max(grade) FILTER (WHERE measure = 'transactions') AS grade
FROM market_month
GROUP BY market, month
HAVING bool_or(measure = 'vendors')
ORDER BY market, month;

-- Belgium: vendors with a listing from there in the month (D2), beside all; and its share of sales, by the origins of what was
-- sold (A1), with the 95 % interval. is_few: fewer than five vendors, which is too few to publish
SELECT
    market,
    to_char(month, 'YYYY-MM') AS month,
    max(value) FILTER (WHERE measure = 'vendors') AS belgian_vendors,
    max(total) FILTER (WHERE measure = 'vendors') AS vendors,
    round(100 * max(share) FILTER (WHERE measure = 'transactions' AND share_is_told(share_low, share_high)))
        AS percent_of_sales,
    round(100 * max(share_low) FILTER (WHERE measure = 'transactions')) AS low,
    round(100 * max(share_high) FILTER (WHERE measure = 'transactions')) AS high,
    bool_or(is_few) AS is_few
FROM country_share('BE', 'D2', 'A1', '2018-11-01', '2019-11-30')
GROUP BY market, month
ORDER BY market, month;

-- Ratings in lists on pages, the ratings that were left, and the sales that they stand for: most rows repeat a rating
SELECT market, count(*) AS rows_on_pages,
       (SELECT count(*) FROM distinct_review d WHERE d.market = r.market) AS ratings_left,
       (SELECT round(sum(m.transactions)) FROM vendor_month m WHERE m.market = r.market) AS sales_estimated
FROM review r
GROUP BY market
ORDER BY market;

-- Vendors that moved into or out of Belgium: from where to where, and in what interval
SELECT market, vendor, from_codes, to_codes, moved_from, moved_to, listing_count AS listings
FROM origin_move
WHERE 'BE' = ANY (from_codes || to_codes)
ORDER BY market, moved_from, vendor;

-- Listings from Belgium that were live on two days, 31 March and 30 November 2019: seen that day, between (by the looks on both
-- sides of it), or censored (seen at the last look there is); at most five of each market and day
SELECT on_day, market, listing_id, title, vendor, drug_class, grams, price, currency, presence, origin_source
FROM (
    SELECT asked.on_day, live.market, live.listing_id, live.title, live.vendor, live.drug_class, live.quantity_grams AS grams,
           live.price_amount AS price, live.price_currency AS currency, live.presence, live.origin_source,
           row_number() OVER (PARTITION BY asked.on_day, live.market ORDER BY live.listing_id) AS place
    FROM (VALUES (date '2019-03-31'), (date '2019-11-30')) AS asked (on_day)
    CROSS JOIN LATERAL listings_on(asked.on_day) live
    WHERE 'BE' = ANY (live.origin_codes)
) AS belgian
WHERE place <= 5
ORDER BY on_day, market, place;

-- Where the vendors that a closure struck were seen next
SELECT event, class, count(*) AS vendors FROM migration GROUP BY 1, 2 ORDER BY 1, 2;
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

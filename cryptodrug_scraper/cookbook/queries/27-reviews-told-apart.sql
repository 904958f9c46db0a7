-- Reviews: how many ratings were left, and how often do pages show each?
--
-- The same rating stands on several pages and in every later crawl, each time with another age. A count of rows on
-- pages counts it as often; leaving out equal rows loses ratings with the default words, and a date made of age and
-- time of capture counts one rating as many.
--
-- chart: bars of rows_per_rating over market
SELECT market, count(*) AS ratings, sum(sighting_count) AS rows_on_pages,
    round(sum(sighting_count) / count(*), 1) AS rows_per_rating,
    count(*) FILTER (WHERE is_default_comment) AS with_default_words,
    count(*) FILTER (WHERE state = 'edited') AS edited
FROM distinct_review
GROUP BY market
ORDER BY market;

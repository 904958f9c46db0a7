-- What falls to a country, by D2 and A1: one row per market, month, country and measure.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT s.market, s.month, c.code AS country, s.measure, s.value, s.total, s.share, s.share_low, s.share_high,
       s.vendor_count, s.grade, s.reached
FROM (
    SELECT DISTINCT code FROM research.listing_month, unnest(ever_codes) AS code
    WHERE length(code) = 2 AND code <> 'EU'
) AS c
CROSS JOIN LATERAL research.country_share(
    c.code, 'D2', 'A1',
    coalesce(CAST(:first AS date), '1970-01-01'), coalesce(CAST(:last AS date), '2100-01-01')
) AS s
WHERE (CAST(:markets AS text[]) IS NULL OR s.market = ANY (:markets))

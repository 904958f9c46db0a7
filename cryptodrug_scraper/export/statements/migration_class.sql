-- Where accounts went: one row per event, market that it struck, class and market where they went.
-- :markets: codes of markets; NULL for all.

SELECT event, from_market, class, coalesce(to_market, 'none') AS to_market,
       count(DISTINCT from_vendor) AS vendor_count
FROM research.migration
WHERE CAST(:markets AS text[]) IS NULL OR from_market = ANY (:markets) GROUP BY 1, 2, 3, 4

-- Accounts: one row per account and market.
-- :first: first day of the window; NULL for all days before.
-- :last: its last day; NULL for all days after.
-- :markets: codes of markets; NULL for all.

SELECT seen.market, seen.vendor, seen.first_on, seen.last_on, sold.turnover_eur, offered.drug_class,
       coalesce(offered.class_count, 0) AS class_count
FROM (
    SELECT market, vendor, (min(snapshot_first_at) AT TIME ZONE 'UTC')::date AS first_on,
           (max(snapshot_last_at) AT TIME ZONE 'UTC')::date AS last_on
    FROM research.vendor_presence
    WHERE research.in_window(snapshot_first_at, snapshot_last_at, :first, :last)
      AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
    GROUP BY 1, 2
) AS seen
LEFT JOIN (
    SELECT market, vendor, sum(turnover_eur) AS turnover_eur FROM research.vendor_month
    WHERE research.in_window(month, month + interval '1 month' - interval '1 day', :first, :last)
      AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
    GROUP BY 1, 2
) AS sold USING (market, vendor)
LEFT JOIN (
    SELECT market, vendor, count(*) AS class_count,
           (array_agg(drug_class ORDER BY listings DESC, drug_class))[1] AS drug_class
    FROM (
        SELECT market, vendor, drug_class, count(DISTINCT listing_id) AS listings FROM research.listing_month
        WHERE drug_class IS NOT NULL
          AND research.in_window(month, month + interval '1 month' - interval '1 day', :first, :last)
          AND (CAST(:markets AS text[]) IS NULL OR market = ANY (:markets))
        GROUP BY 1, 2, 3
    ) AS counted GROUP BY 1, 2
) AS offered USING (market, vendor)

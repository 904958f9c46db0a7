-- Listings: one row per listing and month, with which numbers of listings it is counted in.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.

WITH named AS (
  SELECT DISTINCT ON (p.market, p.listing_id) p.market, p.listing_id, p.drug_class, p.substance
  FROM (  -- of each name first: few rows, of which the others need not be sorted
    SELECT p.market, p.listing_id, p.drug_class, p.substance, max(p.snapshot_last_at) AS last_at
    FROM research.listing_presence p GROUP BY 1, 2, 3, 4
  ) p
  ORDER BY p.market, p.listing_id, p.substance IS NULL, p.drug_class IS NULL, p.last_at DESC
), month AS (
  SELECT l.*,
         l.month BETWEEN date_trunc('month', CAST(:first_day AS timestamp)) AND CAST(:last_day AS date) AS is_asked,
         CASE WHEN :definition = 'D1' THEN l.last_codes ELSE l.ever_codes END AS codes
  FROM research.listing_month l
), last AS (SELECT m.market, max(m.month) AS month FROM month m WHERE m.is_last AND m.is_asked GROUP BY 1)
SELECT m.market, m.vendor, m.listing_id, m.month, m.ever_codes, m.last_codes, m.is_last, m.is_asked,
       coalesce(m.drug_class, 'unknown') AS kind,
       m.is_asked AND (:definition <> 'D1' OR (m.is_last AND m.month = t.month)) AS is_in_window,
       m.codes, n.drug_class, n.substance,
       research.is_drug(n.drug_class, n.substance) AS is_drug,
       research.is_goods('cannabis', n.drug_class, n.substance) AS is_cannabis
FROM month m LEFT JOIN last t USING (market)
LEFT JOIN named n USING (market, listing_id)
ORDER BY m.market, m.month, m.vendor, m.listing_id

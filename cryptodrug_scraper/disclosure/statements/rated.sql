-- Sales for which a rating stands: one row per vendor, month, country of origin, goods, band of value and span, with
-- how much of them is the country's. But for that part and whether they are asked for, a row is the same whatever the
-- country and window.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :markets: for each moment its market.
-- :moments: at which spans begin or end.

WITH edge AS (
  SELECT market, array_agg(at ORDER BY at) AS moments
  FROM unnest(CAST(:markets AS text[]), CAST(:moments AS timestamptz[])) AS e (market, at) GROUP BY 1
)
SELECT t.market, t.vendor, date_trunc('month', i.at AT TIME ZONE 'UTC')::date AS month,
       coalesce(o.code, 'unknown') AS code, coalesce(t.drug_class, 'unknown') AS drug_class, t.substance,
       CASE WHEN s.market IS NULL THEN 0 WHEN :attribution = 'A1' THEN coalesce(o.code = :country, false)::int
            ELSE s.weight END AS part,
       b.least[width_bucket(a.eur, b.least)]::int AS band, a.eur IN (200, 1000) AS is_edge,
       t.price_source = 'printed' AS is_printed,
       research.is_drug(t.drug_class, t.substance) AS is_drug,
       research.is_goods('cannabis', t.drug_class, t.substance) AS is_cannabis,
       s.market IS NOT NULL AS is_asked, t.price_flag, t.amount_eur IS NULL AS has_no_amount,
       coalesce(width_bucket(i.at, e.moments), 0) AS slot,
       count(*) AS number, coalesce(sum(a.eur), 0) AS worth
FROM research.transaction t
CROSS JOIN LATERAL (SELECT t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at) AS i
LEFT JOIN edge e USING (market)
CROSS JOIN (SELECT ARRAY[0, 20, 50, 100, 200, 500, 1000]::double precision[] AS least) AS b
CROSS JOIN LATERAL (SELECT CASE WHEN t.price_flag NOT IN ('holding', 'free') THEN t.amount_eur END AS eur) AS a
LEFT JOIN research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day) s USING (transaction_id)
LEFT JOIN research.transaction_origin o USING (transaction_id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16

-- The country's share in the window under each definition and attribution: one row per market, measure and choice.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :definitions: of each choice its definition.
-- :attributions: of each choice its attribution.

SELECT w.market, w.measure, c.definition, c.attribution, w.value, w.total, w.share, w.share_low, w.share_high,
       w.vendor_count, w.grade, w.reached, w.unknown_month_count
FROM unnest(CAST(:definitions AS text[]), CAST(:attributions AS text[])) AS c(definition, attribution)
CROSS JOIN LATERAL research.country_window(:country, c.definition, c.attribution, :first_day, :last_day) w
WHERE c.attribution = 'A2' OR w.measure IN ('transactions', 'turnover_eur')
ORDER BY w.market, w.measure, c.definition, c.attribution

-- Where accounts went after markets had ended, and whether they were the country's: one row per event and account, and
-- one for each that it may be elsewhere.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :first_day: first day of the window.
-- :last_day: its last day.

SELECT m.event, m.from_market, m.from_vendor, m.class, m.to_market, m.to_vendor, m.first_seen_from, m.first_seen_to,
       m.decision, coalesce(w.weight, 0) > 0 AS is_country
FROM research.migration m
LEFT JOIN research.vendor_weight(:country, :definition, 'A2', :first_day, :last_day) w
  ON w.market = m.from_market AND w.vendor = m.from_vendor
ORDER BY m.event, m.from_market, m.from_vendor, m.to_market, m.to_vendor

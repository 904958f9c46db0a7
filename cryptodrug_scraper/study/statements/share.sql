-- The country's share of the window (country_window). Accounts count once, listings and sales in each of its months
-- of which it can be known how many they were.
-- n: accounts of the market. lacking: that it can be known of none of its months.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_window.

SELECT w.share AS value, w.share_low AS low, w.share_high AS high, coalesce(w.all_vendor_count, 0) AS n,
       coalesce(w.vendor_count, 0) AS vendors, s.grade,
       CASE WHEN w.unknown_month_count = w.month_count AND s.grade <> 'partial'
            THEN jsonb_build_object('code', 'why.months_unknown', 'values', '{}'::jsonb) END AS lacking,
       jsonb_build_object('months', coalesce(w.month_count - w.unknown_month_count, 0),
         'unknown', coalesce(w.unknown_month_count, 0)) AS details
FROM research.window_grade(:market, :first_day, :last_day) AS s(grade)
LEFT JOIN research.country_window(:country, :definition, :attribution, :first_day, :last_day) w
  ON w.market = :market AND w.measure = :of

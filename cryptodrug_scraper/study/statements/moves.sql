-- How many moves to the country, or away from it, may fall into the window; low is how many surely do, of which both
-- snapshots lie in it, and high is not known, as there may have been more between snapshots. n: accounts that could be
-- seen moving, which are those of the country in two snapshots, and where moves to it are counted those of the places.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :is_into: whether moves to the country are counted, and not those away from it.
-- :places: countries, any of which is at the other end.

WITH moved AS (
  SELECT m.* FROM research.country_moves(
    :country, :market, :is_into, CAST(:places AS text[]), CAST(:first_day AS date), CAST(:last_day AS date)) m
), watched AS (
  SELECT v.vendor FROM research.vendor_presence v
  WHERE v.market = :market
    AND date_trunc('month', v.snapshot_first_at AT TIME ZONE 'UTC')
        BETWEEN date_trunc('month', CAST(:first_day AS timestamp)) AND CAST(:last_day AS date)
  GROUP BY v.vendor
  HAVING count(DISTINCT v.snapshot_id) > 1
    AND bool_or(v.origin_codes && array_append(CASE WHEN :is_into THEN CAST(:places AS text[]) END, :country))
)
SELECT CASE WHEN s.grade IS NOT NULL THEN (SELECT count(*) FROM moved)::double precision END AS value,
       CASE WHEN s.grade IS NOT NULL THEN (SELECT count(*) FROM moved m WHERE m.is_inside)::double precision END AS low,
       NULL::double precision AS high, (SELECT count(*) FROM watched) AS n,
       (SELECT count(DISTINCT m.vendor) FROM moved m) AS vendors, s.grade,
       (SELECT jsonb_build_object('moves', jsonb_agg(jsonb_build_object(
                 'from', array_to_string(m.from_codes, '+'), 'to', array_to_string(m.to_codes, '+'),
                 'by', to_char(m.moved_to AT TIME ZONE 'UTC', 'YYYY-MM-DD')) ORDER BY m.moved_to, m.vendor))
        FROM moved m HAVING count(*) > 0) AS details
FROM research.window_grade(:market, :first_day, :last_day) AS s(grade)

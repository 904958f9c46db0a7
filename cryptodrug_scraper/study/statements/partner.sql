-- F3: of the country's vendors that have several origins in the window, at once or one after the other, the share that
-- sends from the partner too. Vendors are those by D2, as multi_origin has them. n: these.
-- :country: the country, ISO 3166-1 alpha-2.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :partner: a country; NULL: the one from which most of them send, on all markets.

WITH several AS (
  SELECT m.vendor, m.origin_codes, m.is_simultaneous
  FROM research.multi_origin(:country, :first_day, :last_day) m
  WHERE m.market = :market
), chosen AS (
  SELECT coalesce(:partner, (
    SELECT c.code
    FROM research.multi_origin(:country, :first_day, :last_day) x CROSS JOIN LATERAL unnest(x.origin_codes) AS c(code)
    WHERE c.code <> :country GROUP BY c.code ORDER BY count(*) DESC, c.code LIMIT 1)) AS code
), found AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE c.code = ANY (s.origin_codes)) AS k, max(c.code) AS partner,
         count(*) FILTER (WHERE s.is_simultaneous) AS at_once
  FROM chosen c LEFT JOIN several s ON true WHERE s.vendor IS NOT NULL
)
SELECT w.share AS value, w.low, w.high, f.n, f.n AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.partner IS NOT NULL
            THEN jsonb_build_object('count', f.k, 'n', f.n, 'partner', f.partner, 'at_once', f.at_once) END AS details
FROM found f CROSS JOIN LATERAL research.wilson(f.k, f.n) w

-- One row per market, account and band of what an order was worth (EUR; from band_from up to the next of cuts), of accounts
-- with a sale of the window whose amount is known: the variance of which part of the account's sales is of the band (unsure),
-- and of what they were worth (unsure_eur), from sales whose ratings were not reached (sale_doubt, unmet).
-- of_market: code of the only market; NULL: of all.

-- Such sales are of listings of which no rating was met: as many of them as these sales make at the size of those met (the
-- mean over orders), each as far from what is known of its vendor as a listing that was met is from what the vendor's others
-- tell of it (leave one out), against chance of the part that they have of bands, the same whichever are asked for, beside
-- one more listing of the market's usual. What is known of the vendor is as sure as so many listings are (Kish 1965).
-- Amounts vary as much as they are. Rated sales are those of whichever country; where none is named, each is of a listing of
-- its own. A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.unmet_band(
  country text, definition text, attribution text, first_day date, last_day date, cuts double precision[],
  of_market text DEFAULT NULL
) RETURNS TABLE (
  market text, vendor text, band_from double precision, unsure double precision, unsure_eur double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH edge AS (
    SELECT f.is_asked, e.edge AS band_from, row_number() OVER (PARTITION BY f.is_asked ORDER BY e.edge) AS number
    FROM (VALUES (true, $6), (false, ARRAY[20, 50, 100, 200, 500, 1000])) AS f(is_asked, cuts)
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(0::double precision || f.cuts) AS edge) e
  ),
  bands AS (SELECT e.is_asked, array_agg(e.band_from ORDER BY e.number) AS edges FROM edge e GROUP BY 1),
  sold AS MATERIALIZED (
    SELECT s.market, s.vendor, coalesce(s.listing_id, s.transaction_id::text) AS listing_id,
           width_bucket(s.amount_eur, a.edges) AS number, width_bucket(s.amount_eur, e.edges) AS every_number,
           count(*)::double precision AS n, sum(s.amount_eur) AS eur
    FROM research.attributed_sale($1, $2, $3, $4, $5, $7) s
    JOIN bands a ON a.is_asked JOIN bands e ON NOT e.is_asked
    WHERE s.amount_eur IS NOT NULL AND s.vendor IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ),
  listing AS MATERIALIZED (  -- with its part of each band of which chance is told
    SELECT s.market, s.vendor, s.listing_id, sum(s.n) AS n, sum(s.eur) AS eur, ARRAY[
             sum(s.n) FILTER (WHERE s.every_number = 1), sum(s.n) FILTER (WHERE s.every_number = 2),
             sum(s.n) FILTER (WHERE s.every_number = 3), sum(s.n) FILTER (WHERE s.every_number = 4),
             sum(s.n) FILTER (WHERE s.every_number = 5), sum(s.n) FILTER (WHERE s.every_number = 6),
             sum(s.n) FILTER (WHERE s.every_number = 7)] AS parts
    FROM sold s GROUP BY 1, 2, 3
  ),
  whole AS (
    SELECT l.market, l.vendor, sum(l.n) AS n, sum(l.n^2) AS squares, sum(l.eur) AS eur FROM listing l GROUP BY 1, 2
  ),
  offer AS (
    SELECT f.is_asked, s.market, s.vendor, f.number, sum(s.n) AS part, sum(s.eur) AS part_eur
    FROM sold s CROSS JOIN LATERAL (VALUES (true, s.number), (false, s.every_number)) AS f(is_asked, number)
    GROUP BY 1, 2, 3, 4
  ),
  seller AS MATERIALIZED (
    SELECT e.is_asked, w.market, w.vendor, e.band_from, e.number, w.n, w.squares, w.eur, coalesce(o.part, 0) AS part,
           coalesce(o.part_eur, 0) AS part_eur, coalesce(sum(o.part) OVER one, 0) / sum(w.n) OVER one AS usual,
           coalesce(sum(o.part_eur) OVER one / nullif(sum(w.eur) OVER one, 0), 0) AS usual_eur
    FROM whole w CROSS JOIN edge e LEFT JOIN offer o USING (is_asked, market, vendor, number)
    WINDOW one AS (PARTITION BY e.is_asked, w.market, e.number)
  ),
  hidden AS MATERIALIZED (
    SELECT l.market, sum((p.part / l.n - g.guess)^2) / nullif(sum(g.guess * (1 - g.guess) * (1 + 1 / p.many)), 0) AS apart
    FROM listing l JOIN seller s USING (market, vendor)
    CROSS JOIN LATERAL (SELECT coalesce(l.parts[s.number], 0), (s.n - l.n)^2 / nullif(s.squares - l.n^2, 0)) AS p(part, many)
    CROSS JOIN LATERAL (
      SELECT (p.many * (s.part - p.part) / nullif(s.n - l.n, 0) + s.usual) / (p.many + 1)) AS g(guess)
    WHERE NOT s.is_asked GROUP BY 1
  )
  SELECT s.market, s.vendor, s.band_from, g.part * (1 - g.part) * v.variance, g.part_eur * (1 - g.part_eur) * 2 * v.variance
  FROM seller s JOIN research.sale_doubt($4, $5) d USING (market, vendor) LEFT JOIN hidden h USING (market)
  CROSS JOIN LATERAL (SELECT s.n^2 / s.squares) AS k(many)
  CROSS JOIN LATERAL (
    SELECT (k.many * s.part / s.n + s.usual) / (k.many + 1),
           (k.many * coalesce(s.part_eur / nullif(s.eur, 0), s.usual_eur) + s.usual_eur) / (k.many + 1)
  ) AS g(part, part_eur)
  CROSS JOIN LATERAL (  -- met: rated sales; a listing of squares / n of them is one of as many as are missing
    SELECT d.unmet^2 * coalesce(h.apart, 1)
           * (1 / k.many + 1 / greatest(1, s.n^2 * d.unmet / nullif(1 - d.unmet, 0) / s.squares))
  ) AS v(variance)
  WHERE s.is_asked AND d.unmet > 0
$$;

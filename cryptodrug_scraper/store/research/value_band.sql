-- One row per market and band of what an order was worth (EUR; from band_from up to, without, band_to): the country's
-- sales in it for which a rating stands and their worth, with shares of all of the country's and the 95 % intervals of what
-- happened here (share_here); and those of what another draw of vendors would have given (transaction_draw_low to
-- turnover_draw_high). cuts: where bands end. of_market: code of the only market; NULL: of all.

-- An amount is as printed, with the delivery that is in it. What is not printed is thought to be of as many units as orders of
-- such prices are elsewhere, so that a band has some chance to hold it; orders of one listing are mistaken together
-- (order_alike), and all orders of a market that prints none together, too (order_apart). Sales whose ratings were not
-- reached are of other listings than those met (unmet_band). Of printed amounts, which are rounded or hold a delivery that is
-- not told, those that may lie on the other side of an edge do so altogether with as little chance as the ends of an interval
-- of 95 %. A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.value_band(
  country text, definition text, attribution text, first_day date, last_day date,
  cuts double precision[] DEFAULT ARRAY[20, 50, 100, 200, 500, 1000], of_market text DEFAULT NULL
) RETURNS TABLE (
  market text, band_from double precision, band_to double precision, transactions double precision,
  transaction_share double precision, transaction_share_low double precision, transaction_share_high double precision,
  turnover_eur double precision, turnover_share double precision, turnover_share_low double precision,
  turnover_share_high double precision, vendor_count bigint, transaction_draw_low double precision,
  transaction_draw_high double precision, turnover_draw_low double precision, turnover_draw_high double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH edge AS (
    SELECT e.edge AS band_from, lead(e.edge) OVER (ORDER BY e.edge) AS band_to
    FROM (SELECT DISTINCT unnest(0::double precision || $6) AS edge) e
  ),
  every AS MATERIALIZED (
    SELECT s.*, s.amount_eur / s.order_ratio AS asked,
           width_bucket(s.amount_eur / s.order_ratio, ARRAY[10, 20, 50, 100, 200, 500]::double precision[]) AS cell
    FROM research.attributed_sale($1, $2, $3, $4, $5, $7) s
  ),
  sold AS MATERIALIZED (
    SELECT s.*, sum(s.weight) OVER (PARTITION BY s.market, s.vendor) AS rated FROM every s WHERE s.weight > 0
  ),
  cell AS MATERIALIZED (
    SELECT s.market, s.vendor, e.band_from, e.band_to, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
           least(1, sum(s.weight) / max(s.rated)) AS valued,
           coalesce(sum(s.weight) FILTER (WHERE i.is_in), 0) AS part,
           coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE i.is_in), 0) AS part_eur,
           (sum(s.weight) FILTER (WHERE i.is_open) / (2 * 1.959963984540054))^2 AS rounded,
           (sum(s.weight * s.amount_eur) FILTER (WHERE i.is_open) / (2 * 1.959963984540054))^2 AS rounded_eur
    FROM sold s CROSS JOIN edge e
    CROSS JOIN LATERAL (
      SELECT s.amount_eur >= e.band_from AND (e.band_to IS NULL OR s.amount_eur < e.band_to),
             s.order_ratio IS NULL
             AND (s.amount_eur_high >= e.band_from AND (e.band_to IS NULL OR s.amount_eur_low < e.band_to))
               <> (s.amount_eur_low >= e.band_from AND (e.band_to IS NULL OR s.amount_eur_high < e.band_to))
    ) AS i(is_in, is_open)
    WHERE s.amount_eur IS NOT NULL GROUP BY 1, 2, 3, 4
  ),
  share AS MATERIALIZED (
    SELECT c.market, c.band_from, sum(c.part_eur) / nullif(sum(c.whole_eur), 0) AS eur FROM cell c GROUP BY 1, 2
  ),
  ratio AS MATERIALIZED (  -- of how many units orders of such prices are
    SELECT s.market, s.is_tiered, s.cell, s.order_ratio, (count(*) / sum(count(*)) OVER one)::double precision AS weight
    FROM every s WHERE s.order_ratio IS NOT NULL AND s.amount_eur IS NOT NULL GROUP BY 1, 2, 3, 4
    WINDOW one AS (PARTITION BY s.market, s.is_tiered, s.cell)
  ),
  heap AS MATERIALIZED (  -- unprinted sales of one listing at about one price
    SELECT s.market, s.vendor, s.listing_id, s.is_tiered, s.cell, avg(s.asked) AS asked, sum(s.weight) AS whole, count(*) AS n,
           row_number() OVER () AS number
    FROM sold s WHERE s.order_ratio IS NOT NULL AND s.amount_eur IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5, round(50 * ln(nullif(s.asked, 0)))
  ),
  moment AS MATERIALIZED (
    SELECT h.market, h.vendor, h.listing_id, h.asked, h.whole, h.n, e.band_from, sum(r.weight * i.is_in) AS chance,
           sum(r.weight * r.order_ratio) AS mean, sum(r.weight * r.order_ratio * i.is_in) AS mean_in,
           sum(r.weight * r.order_ratio^2) AS square, sum(r.weight * r.order_ratio^2 * i.is_in) AS square_in,
           sum(r.weight * i.is_over) AS over, sum(r.weight * r.order_ratio * i.is_over) AS mean_over,
           sum(r.weight * r.order_ratio^2 * i.is_over) AS square_over
    FROM heap h JOIN ratio r USING (market, is_tiered, cell) CROSS JOIN edge e
    CROSS JOIN LATERAL (
      SELECT (h.asked * r.order_ratio >= e.band_from AND (e.band_to IS NULL OR h.asked * r.order_ratio < e.band_to))::int,
             (h.asked * r.order_ratio >= e.band_to AND e.band_to IS NOT NULL)::int
    ) AS i(is_in, is_over)
    GROUP BY h.number, 1, 2, 3, 4, 5, 6, 7
  ),
  apart AS MATERIALIZED (  -- of markets that print no amounts, for which it was learned elsewhere
    SELECT e.market, research.order_apart() AS apart FROM every e GROUP BY 1
    HAVING NOT bool_or(e.price_source = 'printed')
  ),
  shift AS MATERIALIZED (  -- where all orders are of more units, what comes in from below, less what goes out above
    SELECT m.market, m.band_from, (max(a.apart) * sum(m.whole * (d.inward - d.outward)))^2 AS shifted,
           (max(a.apart) * sum(m.whole * m.asked * (d.inward_eur - d.outward_eur - s.eur * d.spread_eur)))^2 AS shifted_eur
    FROM moment m JOIN share s USING (market, band_from) JOIN apart a USING (market)
    CROSS JOIN LATERAL (
      SELECT sqrt(greatest(0, (m.chance + m.over) * (1 - m.chance - m.over))), sqrt(greatest(0, m.over * (1 - m.over))),
             sqrt(greatest(0, m.square_in + m.square_over - (m.mean_in + m.mean_over)^2)),
             sqrt(greatest(0, m.square_over - m.mean_over^2)), sqrt(greatest(0, m.square - m.mean^2))
    ) AS d(inward, outward, inward_eur, outward_eur, spread_eur)
    GROUP BY 1, 2
  ),
  of_listing AS MATERIALIZED (
    SELECT m.market, m.vendor, m.band_from, sum(m.whole) AS whole, sum(m.n) AS n,
           sum(m.whole * m.chance) / sum(m.whole) AS chance,
           sum(m.whole * m.asked) AS asked,
           sum(m.whole * m.asked * greatest(0, m.square_in * (1 - 2 * s.eur) + s.eur^2 * m.square
                                               - (m.mean_in - s.eur * m.mean)^2)) / sum(m.whole * m.asked) AS variance
    FROM moment m JOIN share s USING (market, band_from) GROUP BY 1, 2, m.listing_id, 3
  ),
  alike AS MATERIALIZED (SELECT research.order_alike() AS alike),
  guess AS MATERIALIZED (
    SELECT l.market, l.vendor, l.band_from,
           sum(l.whole^2 * l.chance * greatest(0, 1 - l.chance) * (a.alike + (1 - a.alike) / l.n)) AS guessed,
           sum(l.asked^2 * l.variance * (a.alike + (1 - a.alike) / l.n)) AS guessed_eur
    FROM of_listing l CROSS JOIN alike a GROUP BY 1, 2, 3
  ),
  lack AS MATERIALIZED (SELECT u.* FROM research.unmet_band($1, $2, $3, $4, $5, $6, $7) u),
  reach AS MATERIALIZED (SELECT r.* FROM research.window_reach($4, $5) r),
  rated AS MATERIALIZED (SELECT d.* FROM research.sale_doubt($4, $5) d),
  unsure AS (
    SELECT c.*, r.sales AS reached, d.spread, 1 - (1 - coalesce(d.unrated, 1)) * c.valued AS untold,
           coalesce(c.rounded, 0) + coalesce(g.guessed, 0) + coalesce(h.shifted / count(*) OVER band, 0)
             + coalesce(c.whole^2 * l.unsure, 0) AS open,
           coalesce(c.rounded_eur, 0) + coalesce(g.guessed_eur, 0) + coalesce(h.shifted_eur / count(*) OVER band, 0)
             + coalesce(c.whole_eur^2 * l.unsure_eur, 0) AS open_eur
    FROM cell c LEFT JOIN reach r USING (market) LEFT JOIN rated d USING (market, vendor)
    LEFT JOIN guess g USING (market, vendor, band_from) LEFT JOIN shift h USING (market, band_from)
    LEFT JOIN lack l USING (market, vendor, band_from)
    WINDOW band AS (PARTITION BY c.market, c.band_from)
  ),
  band AS (
    SELECT c.market, c.band_from, c.band_to, sum(c.part) AS transactions, sum(c.part_eur) AS turnover_eur,
           research.mix_here(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor),
             array_agg(c.untold ORDER BY c.vendor), array_agg(c.spread ORDER BY c.vendor),
             array_agg(c.open ORDER BY c.vendor), NULL, NULL, 1, max(c.reached)) AS by_count,
           research.mix_here(
             array_agg(c.part_eur ORDER BY c.vendor), array_agg(c.whole_eur ORDER BY c.vendor),
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.untold ORDER BY c.vendor),
             array_agg(c.spread ORDER BY c.vendor), array_agg(c.open_eur ORDER BY c.vendor), NULL, NULL, 2,
             max(c.reached)) AS by_eur,
           research.cluster_share(array_agg(c.part ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor)) AS drawn,
           research.cluster_share(array_agg(c.part_eur ORDER BY c.vendor), array_agg(c.whole_eur ORDER BY c.vendor))
             AS drawn_eur,
           count(*) FILTER (WHERE c.part > 0) AS vendor_count
    FROM unsure c GROUP BY 1, 2, 3
  )
  SELECT b.market, b.band_from, b.band_to, b.transactions, (b.by_count).share, (b.by_count).low, (b.by_count).high,
         b.turnover_eur, (b.by_eur).share, (b.by_eur).low, (b.by_eur).high, b.vendor_count, (b.drawn).low, (b.drawn).high,
         (b.drawn_eur).low, (b.drawn_eur).high
  FROM band b ORDER BY 1, 2
$$;

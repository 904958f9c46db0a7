-- One row per market and band of what an order was worth (EUR; from band_from up to, without, band_to): the country's
-- sales in it for which a rating stands and their worth, with shares of all of the country's and the 95 % intervals of what
-- happened here (share_here); and those of what another draw of vendors would have given (transaction_draw_low to
-- turnover_draw_high). cuts: where bands end.

-- What was not printed with the rating is thought to be worth between amount_eur_low and amount_eur_high, and may lie on
-- either side of an edge. A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of
-- country_share.
CREATE FUNCTION research.value_band(
  country text, definition text, attribution text, first_day date, last_day date,
  cuts double precision[] DEFAULT ARRAY[20, 50, 100, 200, 500, 1000]
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
  sold AS (
    SELECT s.*, sum(s.weight) OVER (PARTITION BY s.market, s.vendor) AS rated
    FROM research.attributed_sale($1, $2, $3, $4, $5) s WHERE s.weight > 0
  ),
  cell AS (
    SELECT s.market, s.vendor, e.band_from, e.band_to, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
           sum(s.weight) / max(s.rated) AS valued,
           coalesce(sum(s.weight) FILTER (WHERE i.is_in), 0) AS part,
           coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE i.is_in), 0) AS part_eur,
           coalesce(sum(s.weight) FILTER (WHERE i.can_be <> i.must_be), 0) AS open,
           coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE i.can_be <> i.must_be), 0) AS open_eur
    FROM sold s CROSS JOIN edge e
    CROSS JOIN LATERAL (
      SELECT s.amount_eur >= e.band_from AND (e.band_to IS NULL OR s.amount_eur < e.band_to),
             s.amount_eur_high >= e.band_from AND (e.band_to IS NULL OR s.amount_eur_low < e.band_to),
             s.amount_eur_low >= e.band_from AND (e.band_to IS NULL OR s.amount_eur_high < e.band_to)
    ) AS i(is_in, can_be, must_be)
    WHERE s.amount_eur IS NOT NULL GROUP BY 1, 2, 3, 4
  ),
  unsure AS (
    SELECT c.*, r.sales AS reached, d.spread, 1 - (1 - coalesce(d.unrated, 1)) * c.valued AS untold
    FROM cell c LEFT JOIN research.window_reach($4, $5) r USING (market)
    LEFT JOIN research.sale_doubt($4, $5) d USING (market, vendor)
  ),
  band AS (
    SELECT c.market, c.band_from, c.band_to, sum(c.part) AS transactions, sum(c.part_eur) AS turnover_eur,
           research.mix_here(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor),
             array_agg(c.untold ORDER BY c.vendor), array_agg(c.spread ORDER BY c.vendor),
             array_agg(c.open ORDER BY c.vendor), 1, max(c.reached)) AS by_count,
           research.mix_here(
             array_agg(c.part_eur ORDER BY c.vendor), array_agg(c.whole_eur ORDER BY c.vendor),
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.untold ORDER BY c.vendor),
             array_agg(c.spread ORDER BY c.vendor), array_agg(c.open_eur ORDER BY c.vendor), 2, max(c.reached)) AS by_eur,
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

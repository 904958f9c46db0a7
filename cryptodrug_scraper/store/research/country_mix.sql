-- One row per market, measure, level (drug_class or substance) and goods: how much of the country's is of it, the
-- share of it among the country's drugs and among all of the market's, and the location quotient, that is the one over
-- the other, with the 95 % intervals of what happened here (share_here, quotient_here); and those of what another draw
-- of vendors would have given (draw_low, draw_high of the share, quotient_draw_low and quotient_draw_high).
-- No interval has the errors that people judged (error_count): findings alone carry them.

-- Sales of which it is not known what was sold (goods_known) are as vendors that were not reached, and so are listings of
-- which no page was read that states where they are sent from (place_reach): they may be the country's. What unprinted
-- amounts were worth is unsure (amount_doubt). A window is the UTC months that it touches, each as a whole. D1-D4 and
-- A1-A3 are those of country_share. places_of, places_read: markets, and of each what place_reach gives, where that is known
-- already; NULL: it is not.
CREATE FUNCTION research.country_mix(
  country text, definition text, attribution text, first_day date, last_day date, places_of text[] DEFAULT NULL,
  places_read double precision[] DEFAULT NULL
) RETURNS TABLE (
  market text, measure text, level text, goods text, value double precision, share double precision,
  share_low double precision, share_high double precision, all_share double precision, quotient double precision,
  quotient_low double precision, quotient_high double precision, vendor_count bigint, all_share_low double precision,
  all_share_high double precision, draw_low double precision, draw_high double precision,
  quotient_draw_low double precision, quotient_draw_high double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS MATERIALIZED (  -- with what is unsure of it: summed, here and below, as nobody can plan joins of these
    SELECT g.*, NULL::double precision AS inside, NULL::double precision AS all_inside
    FROM research.country_goods($1, $2, $3, $4, $5) g
    UNION ALL
    SELECT a.market, 'turnover_eur', a.vendor, a.drug_class, a.substance, 0, 0, a.theirs, a.anyones
    FROM research.amount_doubt($1, $2, $3, $4, $5) a WHERE research.is_drug(a.drug_class, a.substance)
  ),
  seller AS (
    SELECT s.market, s.measure, s.vendor, sum(s.part) AS part, sum(s.whole) AS whole, sum(s.inside) AS open,
           sum(s.all_inside) AS all_open,
           max(sum(s.part)) FILTER (WHERE s.measure = 'transactions') OVER one AS theirs,
           max(sum(s.whole)) FILTER (WHERE s.measure = 'transactions') OVER one AS anyones
    FROM sold s GROUP BY 1, 2, 3 WINDOW one AS (PARTITION BY s.market, s.vendor)
  ),
  kind AS (
    SELECT s.market, s.measure, s.vendor, f.level, f.goods, sum(s.part) AS part, sum(s.whole) AS whole,
           sum(s.inside) AS inside, sum(s.all_inside) AS all_inside
    FROM sold s CROSS JOIN LATERAL (VALUES ('drug_class', s.drug_class), ('substance', s.substance)) AS f(level, goods)
    WHERE f.goods IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ),
  cell AS (  -- each vendor has each kind of goods, if none of it
    SELECT f.market, f.measure, f.level, f.goods, f.vendor, sum(f.part) AS part, sum(f.whole) AS whole,
           max(f.all_part) AS all_part, max(f.all_whole) AS all_whole, max(f.theirs) AS theirs, max(f.anyones) AS anyones,
           sum(f.inside) AS inside, greatest(0, max(f.open) - coalesce(sum(f.inside), 0)) AS outside,
           sum(f.all_inside) AS all_inside, greatest(0, max(f.all_open) - coalesce(sum(f.all_inside), 0)) AS all_outside
    FROM (
      SELECT k.market, k.measure, k.level, k.goods, v.vendor, 0 AS part, 0 AS whole, v.part AS all_part, v.whole AS all_whole,
             v.theirs, v.anyones, NULL::double precision AS inside, NULL::double precision AS all_inside, v.open, v.all_open
      FROM (SELECT DISTINCT market, measure, level, goods FROM kind) k JOIN seller v USING (market, measure)
      UNION ALL
      SELECT h.market, h.measure, h.level, h.goods, h.vendor, h.part, h.whole, NULL, NULL, NULL, NULL, h.inside, h.all_inside,
             NULL, NULL
      FROM kind h
    ) f
    GROUP BY 1, 2, 3, 4, 5
  ),
  reach AS MATERIALIZED (
    SELECT r.*, p.reached AS placed FROM research.window_reach($4, $5) r
    LEFT JOIN (
      SELECT * FROM unnest($6, $7) AS p (market, reached)
      UNION ALL SELECT * FROM research.place_reach($4, $5) WHERE $6 IS NULL
    ) p USING (market)
  ),
  known AS MATERIALIZED (SELECT k.* FROM research.goods_known($1, $2, $3, $4, $5) k),
  rated AS MATERIALIZED (SELECT d.* FROM research.sale_doubt($4, $5) d),
  unsure AS (  -- of sales of an account as many are rated as it has by number, whatever is summed
    SELECT c.*, d.unrated, d.spread,
           CASE c.measure WHEN 'listings' THEN r.placed ELSE r.sales * coalesce(n.theirs, 0) END AS reached,
           CASE c.measure WHEN 'listings' THEN r.listings ELSE r.sales * coalesce(n.anyones, 0) END AS all_reached,
           CASE c.measure WHEN 'transactions' THEN 1 ELSE 2 END AS times
    FROM cell c LEFT JOIN reach r USING (market)
    LEFT JOIN known n ON n.market = c.market AND n.measure = c.measure
    LEFT JOIN rated d
      ON d.market = c.market AND d.vendor = c.vendor AND c.measure <> 'listings'
  ),
  found AS (
    SELECT c.market, c.measure, c.level, c.goods, sum(c.part) AS value,
           research.mix_here(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor),
             array_agg(c.theirs ORDER BY c.vendor), array_agg(c.unrated ORDER BY c.vendor),
             array_agg(c.spread ORDER BY c.vendor), NULL, array_agg(c.inside ORDER BY c.vendor),
             array_agg(c.outside ORDER BY c.vendor), max(c.times), max(c.reached)) AS share,
           research.mix_here(
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.all_whole ORDER BY c.vendor),
             array_agg(c.anyones ORDER BY c.vendor), array_agg(c.unrated ORDER BY c.vendor),
             array_agg(c.spread ORDER BY c.vendor), NULL, array_agg(c.all_inside ORDER BY c.vendor),
             array_agg(c.all_outside ORDER BY c.vendor), max(c.times), max(c.all_reached)) AS of_all,
           research.cluster_share(array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor)) AS drawn,
           research.cluster_quotient(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor),
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.all_whole ORDER BY c.vendor)) AS drawn_quotient,
           count(*) FILTER (WHERE c.part > 0) AS vendor_count
    FROM unsure c GROUP BY 1, 2, 3, 4
  )
  SELECT f.market, f.measure, f.level, f.goods, f.value, (f.share).share, (f.share).low, (f.share).high,
         (f.of_all).share, q.quotient, q.low, q.high, f.vendor_count, (f.of_all).low, (f.of_all).high,
         (f.drawn).low, (f.drawn).high, (f.drawn_quotient).low, (f.drawn_quotient).high
  FROM found f CROSS JOIN LATERAL research.quotient_here(
    (f.share).share, (f.share).low, (f.share).high, (f.of_all).share, (f.of_all).low, (f.of_all).high) q
  ORDER BY 1, 2, 3, f.value DESC, 4
$$;

-- One row per measure (vendors that sold, transactions, turnover_eur) of which a market has any: how many times as much was
-- sold a day from ends up to until as from since up to begins, with the 95 % interval of what happened here (low, high) and
-- that of what another draw of vendors would have given. before, after: vendors with a rating, ratings, and what their sales
-- were worth. low and high are NULL of fewer than five ratings on either side: too few to say. So are they and the quotient where
-- the ratings on one side leave fewer than five orders of those days: a market that stops is still rated for a while.

-- Ratings are left some days after their orders: of orders made from a to b those that wait for a rating at b are not left
-- yet, and some of the ratings are of orders that waited at a. As many wait as are rated in the mean delay (Little 1961,
-- rating_delay), at the pace of the seven days around a and b, or of the seven days before the last snapshot where the
-- market was not seen for longer; so orders = ratings + delay * (pace at b - pace at a). What is unsure of it: chance in the
-- number of those who wait and in both paces, the delay, which orders were rated (a binomial count), the ratings of each
-- vendor for its sales (sale_doubt), amounts that are not printed, alike within a listing (order_alike), and what was not
-- reached (window_reach), which may be as different as other vendors. Of how many vendors sold, low and high are those of
-- another draw of vendors: who sold without a rating is not known.
CREATE FUNCTION research.orders_growth(
  market text, since timestamptz, begins timestamptz, ends timestamptz, until timestamptz
) RETURNS TABLE (
  measure text, before double precision, after double precision, quotient double precision, low double precision,
  high double precision, draw_low double precision, draw_high double precision, before_vendor_count bigint,
  after_vendor_count bigint, vendor_count bigint, ordered_before double precision, ordered_after double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH seen AS (
    SELECT greatest($5, max(s.last_at)) AS until, coalesce(max(d.days), 0) AS delay, coalesce(max(d.error_days), 0) AS delay_error
    FROM research.snapshot s LEFT JOIN research.rating_delay d USING (market) WHERE s.market = $1
  ),
  edge AS (
    SELECT e.name, least(e.at + interval '84 hours', s.until) AS stops, s.delay, s.delay_error
    FROM (VALUES ('since', $2), ('begins', $3), ('ends', $4), ('until', $5)) AS e(name, at) CROSS JOIN seen s
  ),
  sold AS MATERIALIZED (
    SELECT t.vendor, t.listing_id, t.order_ratio, i.at,
           i.at >= $2 AND i.at < $3 AS is_before, i.at >= $4 AND i.at < $5 AS is_after,
           CASE WHEN t.price_flag NOT IN ('holding', 'free') THEN t.amount_eur END AS eur
    FROM research.transaction t
    CROSS JOIN LATERAL (SELECT t.occurred_from + (t.occurred_to - t.occurred_from) / 2) AS i(at)
    WHERE t.market = $1 AND i.at >= $2 - interval '7 days' AND i.at < $5 + interval '7 days'
  ),
  pace AS (  -- of all ratings a day, and how many orders wait for theirs, with what is unsure of that
    SELECT e.name, count(s.at) / 7.0::double precision AS pace, max(e.delay) AS delay, max(e.delay_error) AS delay_error,
           count(s.at) / 7.0::double precision * (max(e.delay) + max(e.delay)^2 / 7) AS chance
    FROM edge e LEFT JOIN sold s ON s.at >= e.stops - interval '7 days' AND s.at < e.stops GROUP BY 1
  ),
  waiting AS (
    SELECT max(l.delay) * sum(l.pace * l.sign) FILTER (WHERE l.name IN ('since', 'begins')) AS before,
           max(l.delay) * sum(l.pace * l.sign) FILTER (WHERE l.name IN ('ends', 'until')) AS after,
           sum(l.chance) FILTER (WHERE l.name IN ('since', 'begins'))
             + (max(l.delay_error) * sum(l.pace * l.sign) FILTER (WHERE l.name IN ('since', 'begins')))^2 AS before_chance,
           sum(l.chance) FILTER (WHERE l.name IN ('ends', 'until'))
             + (max(l.delay_error) * sum(l.pace * l.sign) FILTER (WHERE l.name IN ('ends', 'until')))^2 AS after_chance
    FROM (SELECT p.*, CASE WHEN p.name IN ('begins', 'until') THEN 1 ELSE -1 END AS sign FROM pace p) l
  ),
  heap AS (
    SELECT s.vendor, s.listing_id, count(*) FILTER (WHERE s.is_before) AS before, count(*) FILTER (WHERE s.is_after) AS after,
           coalesce(sum(s.eur) FILTER (WHERE s.is_before), 0) AS before_eur,
           coalesce(sum(s.eur) FILTER (WHERE s.is_after), 0) AS after_eur,
           coalesce(sum(s.eur^2) FILTER (WHERE s.is_before), 0) AS before_squares,
           coalesce(sum(s.eur^2) FILTER (WHERE s.is_after), 0) AS after_squares,
           coalesce(sum(s.eur) FILTER (WHERE s.is_before AND s.order_ratio IS NOT NULL), 0) AS before_guess,
           coalesce(sum(s.eur) FILTER (WHERE s.is_after AND s.order_ratio IS NOT NULL), 0) AS after_guess,
           nullif(count(*) FILTER (WHERE s.is_before AND s.order_ratio IS NOT NULL), 0) AS before_guesses,
           nullif(count(*) FILTER (WHERE s.is_after AND s.order_ratio IS NOT NULL), 0) AS after_guesses
    FROM sold s WHERE s.is_before OR s.is_after GROUP BY 1, 2
  ),
  seller AS (
    SELECT h.vendor, sum(h.before)::double precision AS before, sum(h.after)::double precision AS after,
           sum(h.before_eur) AS before_eur, sum(h.after_eur) AS after_eur, sum(h.before_squares) AS before_squares,
           sum(h.after_squares) AS after_squares
    FROM heap h GROUP BY 1
  ),
  unsure AS (
    SELECT s.*, d.spread FROM seller s
    LEFT JOIN research.sale_doubt($2::date, $5::date) d ON d.market = $1 AND d.vendor = s.vendor
  ),
  part AS (
    SELECT s.vendor, s.spread, f.measure, f.before, f.after, f.before_squares, f.after_squares, s.before AS sold_before,
           s.after AS sold_after
    FROM unsure s
    CROSS JOIN LATERAL (VALUES
      ('vendors', (s.before > 0)::int::double precision, (s.after > 0)::int::double precision, 0, 0),
      ('transactions', s.before, s.after, s.before, s.after),
      ('turnover_eur', s.before_eur, s.after_eur, s.before_squares, s.after_squares)
    ) AS f(measure, before, after, before_squares, after_squares)
  ),
  total AS (
    SELECT p.*, nullif(sum(p.before) OVER one, 0) AS all_before, nullif(sum(p.after) OVER one, 0) AS all_after FROM part p
    WINDOW one AS (PARTITION BY p.measure)
  ),
  summed AS (
    SELECT t.measure, coalesce(max(t.all_before), 0) AS before, coalesce(max(t.all_after), 0) AS after,
           sum(t.sold_before) AS ratings_before, sum(t.sold_after) AS ratings_after,
           sum(t.before_squares) / max(t.all_before)^2 + sum(t.after_squares) / max(t.all_after)^2 AS squares,
           sum((coalesce(t.after / t.all_after, 0) - coalesce(t.before / t.all_before, 0))^2 * coalesce(t.spread, 0)^2) AS apart,
           research.cluster_quotient(
             array_agg(t.after ORDER BY t.vendor), array_agg(t.before ORDER BY t.vendor), NULL, NULL) AS drawn,
           count(*) FILTER (WHERE t.before > 0) AS before_vendor_count,
           count(*) FILTER (WHERE t.after > 0) AS after_vendor_count,
           count(*) FILTER (WHERE t.before + t.after > 0) AS vendor_count
    FROM total t GROUP BY 1
  ),
  amount AS (
    SELECT u.spread * sum(
             u.alike * (h.after_guess / a.after - h.before_guess / a.before)^2
             + (1 - u.alike) * (coalesce((h.after_guess / a.after)^2 / h.after_guesses, 0)
                                + coalesce((h.before_guess / a.before)^2 / h.before_guesses, 0))) AS chance
    FROM heap h
    CROSS JOIN (
      SELECT nullif(s.before, 0) AS before, nullif(s.after, 0) AS after FROM summed s WHERE s.measure = 'turnover_eur'
    ) a
    CROSS JOIN (
      SELECT var_pop(s.order_ratio) / avg(s.order_ratio)^2 AS spread, research.order_alike() AS alike
      FROM sold s WHERE s.order_ratio IS NOT NULL
    ) u
    GROUP BY u.spread
  ),
  rated AS (
    SELECT least(1, sum(v.transactions_shown) FILTER (WHERE v.transactions IS NOT NULL) / nullif(sum(v.transactions), 0)) AS rate
    FROM research.vendor_month v
    WHERE v.market = $1 AND v.month BETWEEN date_trunc('month', $2 AT TIME ZONE 'UTC') AND $5
  ),
  long AS (
    SELECT extract(epoch FROM $3 - $2)::double precision AS before, extract(epoch FROM $5 - $4)::double precision AS after
  ),
  grown AS (
    SELECT s.*, (s.drawn).quotient * l.before / l.after AS paced,
           s.ratings_before + w.before AS ordered_before, s.ratings_after + w.after AS ordered_after,
           s.squares * (1 - coalesce(r.rate, 0)) + s.apart
             + w.before_chance / nullif(s.ratings_before + w.before, 0)^2
             + w.after_chance / nullif(s.ratings_after + w.after, 0)^2
             + CASE WHEN s.measure = 'turnover_eur' THEN coalesce(a.chance, 0) ELSE 0 END
             + (1 - coalesce(m.sales, 0))
               * coalesce(ln((s.drawn).high / nullif((s.drawn).quotient, 0)) / 1.959963984540054, 1)^2 AS variance
    FROM summed s CROSS JOIN waiting w CROSS JOIN rated r CROSS JOIN long l LEFT JOIN amount a ON true
    LEFT JOIN research.window_reach($2::date, $5::date) m ON m.market = $1
  ),
  told AS (
    SELECT g.*, CASE WHEN g.measure = 'vendors' THEN 1
                     WHEN least(g.ordered_before, g.ordered_after) >= 5
                     THEN g.ordered_after / nullif(g.ratings_after, 0) * g.ratings_before / g.ordered_before END AS waited
    FROM grown g
  )
  SELECT g.measure, g.before, g.after, CASE WHEN g.measure = 'vendors' THEN (g.drawn).quotient ELSE g.paced * g.waited END,
         CASE WHEN g.ratings_before < 5 OR g.ratings_after < 5 THEN NULL WHEN g.measure = 'vendors' THEN (g.drawn).low
              ELSE g.paced * g.waited * exp(-1.959963984540054 * sqrt(g.variance)) END,
         CASE WHEN g.ratings_before < 5 OR g.ratings_after < 5 THEN NULL WHEN g.measure = 'vendors' THEN (g.drawn).high
              ELSE g.paced * g.waited * exp(1.959963984540054 * sqrt(g.variance)) END,
         (g.drawn).low * CASE WHEN g.measure = 'vendors' THEN 1 ELSE g.paced / nullif((g.drawn).quotient, 0) * g.waited END,
         (g.drawn).high * CASE WHEN g.measure = 'vendors' THEN 1 ELSE g.paced / nullif((g.drawn).quotient, 0) * g.waited END,
         g.before_vendor_count, g.after_vendor_count, g.vendor_count,
         CASE WHEN g.measure = 'transactions' THEN g.ordered_before END,
         CASE WHEN g.measure = 'transactions' THEN g.ordered_after END
  FROM told g ORDER BY array_position(ARRAY['vendors', 'transactions', 'turnover_eur'], g.measure)
$$;

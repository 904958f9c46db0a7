-- How alike orders of one listing are in how many units they are of (0 to 1; 1 where nothing tells it): the intraclass
-- correlation, of printed amounts of all markets.

-- Of orders for more than some number of units, the part differs between listings that ask such prices (cells as in
-- measures.money.order_ratios) by more than chance makes of it; over p (1 - p), of all of a cell, that is the correlation
-- (Kish 1965, the design effect; Ridout, Demetrio and Firth 1999, Biometrics 55, 137-148). Each listing of five orders and more
-- counts as one, and four numbers of units are taken together: more than one, two, four and eight.
CREATE FUNCTION research.order_alike() RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH listing AS (
    SELECT t.market, t.listing_id, t.is_tiered, c.cell, m.units, count(*) AS n,
           avg((t.amount_eur > m.units * t.asked_eur)::int)::double precision AS part
    FROM research.transaction t
    CROSS JOIN LATERAL (SELECT width_bucket(t.asked_eur, ARRAY[10, 20, 50, 100, 200, 500]::double precision[])) c(cell)
    CROSS JOIN unnest(ARRAY[1.5, 2.5, 4.5, 8.5]) AS m(units)
    WHERE t.price_source = 'printed' AND t.price_flag = 'ok' AND t.asked_eur > 0 AND t.listing_id IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5 HAVING count(*) >= 5
  ),
  cell AS (
    SELECT count(*) AS n, var_samp(l.part) - avg(l.part * (1 - l.part) / (l.n - 1)) AS apart, avg(l.part) AS usual
    FROM listing l GROUP BY l.market, l.is_tiered, l.cell, l.units HAVING count(*) > 1
  )
  SELECT coalesce(greatest(0, least(1, sum(c.n * c.apart) / nullif(sum(c.n * c.usual * (1 - c.usual)), 0))), 1) FROM cell c
$$;

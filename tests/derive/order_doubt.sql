-- measures.money.order_doubt in another form, of the sales that a database holds: alike, then apart.
SELECT (
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
) AS alike, (
    WITH told AS MATERIALIZED (
      SELECT t.market, t.vendor, t.is_tiered, c.cell, m.units, count(*) AS n,
             count(*) FILTER (WHERE t.amount_eur > m.units * t.asked_eur) AS more
      FROM research.transaction t
      CROSS JOIN LATERAL (SELECT width_bucket(t.asked_eur, ARRAY[10, 20, 50, 100, 200, 500]::double precision[])) c(cell)
      CROSS JOIN unnest(ARRAY[1.5, 2.5, 4.5, 8.5]) AS m(units)
      WHERE t.price_source = 'printed' AND t.price_flag = 'ok' AND t.asked_eur > 0 AND t.listing_id IS NOT NULL
      GROUP BY 1, 2, 3, 4, 5
    ),
    market AS (SELECT count(DISTINCT t.market) AS many FROM told t),
    one AS (
      SELECT f.name, t.is_tiered, t.cell, t.units, sum(t.n)::double precision AS n, sum(t.more) / sum(t.n)::double precision AS part
      FROM told t CROSS JOIN market m CROSS JOIN LATERAL (SELECT CASE WHEN m.many > 1 THEN t.market ELSE t.vendor END) AS f(name)
      GROUP BY 1, 2, 3, 4 HAVING sum(t.n) >= 5
    ),
    cell AS (  -- of few orders in one of them a cell tells little, however many the other has
      SELECT count(*)^2 / sum(1 / o.n) AS n, var_samp(o.part) - avg(o.part * (1 - o.part) / (o.n - 1)) AS apart,
             avg(o.part) AS usual
      FROM one o GROUP BY o.is_tiered, o.cell, o.units HAVING count(*) > 1
    ),
    alike AS (
      SELECT sum(c.n * c.apart) / nullif(sum(c.n * c.usual * (1 - c.usual)), 0) AS alike FROM cell c
    )
    SELECT CASE WHEN a.alike IS NULL THEN 1
             ELSE sqrt(greatest(0, least(1, a.alike)) * (1 + 1 / o.many)) * research.t_quantile(greatest(2, o.many - 1))
                  / 1.959963984540054 END
    FROM alike a CROSS JOIN (SELECT count(DISTINCT o.name)::double precision AS many FROM one o) o
) AS apart

-- What a country's vendors sell, for how much, and where to: sales, goods, origins and places in a window.
-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.

CREATE FUNCTION research.attributed_sale(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, transaction_id uuid, vendor text, at timestamptz, weight double precision, amount_eur_low double precision,
  amount_eur double precision, amount_eur_high double precision, raw_eur double precision, price_source text,
  price_flag text, drug_class text, substance text
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS (
    SELECT t.*, t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at, t.price_flag IN ('holding', 'free') AS is_idle
    FROM research.transaction t WHERE research.check_choices($2, $3)
  ),
  origin AS (
    SELECT o.transaction_id, sum(o.weight) AS weight FROM research.transaction_origin o
    WHERE $3 = 'A1' AND o.code = upper($1) GROUP BY 1
  )
  SELECT s.market, s.transaction_id, s.vendor, s.at,
         CASE WHEN $3 = 'A1' THEN coalesce(o.weight, 0) ELSE coalesce(w.weight, 0) END,
         CASE WHEN NOT s.is_idle THEN s.amount_eur_low END, CASE WHEN NOT s.is_idle THEN s.amount_eur END,
         CASE WHEN NOT s.is_idle THEN s.amount_eur_high END, s.raw_eur, s.price_source, s.price_flag, s.drug_class,
         s.substance
  FROM sold s
  LEFT JOIN origin o USING (transaction_id)
  LEFT JOIN research.vendor_weight($1, $2, $3, $4, $5) w ON w.market = s.market AND w.vendor = s.vendor
  WHERE s.at >= date_trunc('month', $4::timestamp) AT TIME ZONE 'UTC'
    AND s.at < (date_trunc('month', $5::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
$$;
COMMENT ON FUNCTION research.attributed_sale(text, text, text, date, date) IS
    'One row per sale of the window for which a rating stands: the middle of the time in which it was left, its weight, that is the part of it that is the country''s (0 to 1), and what it was worth. A holding price, or none, is no amount.';

CREATE FUNCTION research.value_band(
  country text, definition text, attribution text, first_day date, last_day date,
  cuts double precision[] DEFAULT ARRAY[20, 50, 100, 200, 500, 1000]
) RETURNS TABLE (
  market text, band_from double precision, band_to double precision, transactions double precision,
  transaction_share double precision, transaction_share_low double precision, transaction_share_high double precision,
  turnover_eur double precision, turnover_share double precision, turnover_share_low double precision,
  turnover_share_high double precision, vendor_count bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH edge AS (
    SELECT e.edge AS band_from, lead(e.edge) OVER (ORDER BY e.edge) AS band_to
    FROM (SELECT DISTINCT unnest(0::double precision || $6) AS edge) e
  ),
  sold AS (
    SELECT s.* FROM research.attributed_sale($1, $2, $3, $4, $5) s WHERE s.weight > 0 AND s.amount_eur IS NOT NULL
  ),
  cell AS (
    SELECT s.market, s.vendor, e.band_from, e.band_to, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
           coalesce(sum(s.weight) FILTER (WHERE i.is_in), 0) AS part,
           coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE i.is_in), 0) AS part_eur
    FROM sold s CROSS JOIN edge e
    CROSS JOIN LATERAL (
      SELECT s.amount_eur >= e.band_from AND (e.band_to IS NULL OR s.amount_eur < e.band_to)) AS i(is_in)
    GROUP BY 1, 2, 3, 4
  ),
  band AS (
    SELECT c.market, c.band_from, c.band_to, sum(c.part) AS transactions, sum(c.part_eur) AS turnover_eur,
           research.cluster_share(array_agg(c.part ORDER BY c.vendor), array_agg(c.whole ORDER BY c.vendor)) AS by_count,
           research.cluster_share(array_agg(c.part_eur ORDER BY c.vendor), array_agg(c.whole_eur ORDER BY c.vendor)) AS by_eur,
           count(*) FILTER (WHERE c.part > 0) AS vendor_count
    FROM cell c GROUP BY 1, 2, 3
  )
  SELECT b.market, b.band_from, b.band_to, b.transactions, (b.by_count).share, (b.by_count).low, (b.by_count).high,
         b.turnover_eur, (b.by_eur).share, (b.by_eur).low, (b.by_eur).high, b.vendor_count
  FROM band b ORDER BY 1, 2
$$;
COMMENT ON FUNCTION research.value_band(text, text, text, date, date, double precision[]) IS
    'One row per market and band of what an order was worth (EUR; from band_from up to, without, band_to): the country''s sales in it for which a rating stands and their worth, with shares of all of the country''s and 95 % intervals over vendors. cuts: where bands end.';

CREATE FUNCTION research.country_goods(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, measure text, vendor text, drug_class text, substance text, part double precision, whole double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH named AS (
    SELECT DISTINCT ON (p.market, p.listing_id) p.market, p.listing_id, p.drug_class, p.substance
    FROM research.listing_presence p
    ORDER BY p.market, p.listing_id, p.substance IS NULL, p.drug_class IS NULL, p.snapshot_last_at DESC
  ),
  month AS (
    SELECT l.*, max(l.month) FILTER (WHERE l.is_last) OVER (PARTITION BY l.market) AS last_month
    FROM research.listing_month l
    WHERE research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
  ),
  listing AS (
    SELECT m.market, m.vendor, m.listing_id,
           coalesce(bool_or(c.code = upper($1)), false) AND ($2 <> 'D4' OR count(DISTINCT c.code) = 1) AS is_theirs
    FROM month m
    LEFT JOIN LATERAL unnest(CASE WHEN $2 = 'D1' THEN m.last_codes ELSE m.ever_codes END) AS c(code) ON true
    WHERE $2 <> 'D1' OR (m.is_last AND m.month = m.last_month)
    GROUP BY 1, 2, 3
  ),
  goods AS (
    SELECT l.market, 'listings' AS measure, l.vendor, n.drug_class, n.substance, l.is_theirs::int::double precision AS part,
           1::double precision AS whole
    FROM listing l JOIN named n USING (market, listing_id)
    UNION ALL
    SELECT s.market, f.measure, s.vendor, s.drug_class, s.substance, s.weight * f.amount, f.amount
    FROM research.attributed_sale($1, $2, $3, $4, $5) s
    CROSS JOIN LATERAL (VALUES ('transactions', 1), ('turnover_eur', s.amount_eur)) AS f(measure, amount)
  )
  SELECT g.market, g.measure, g.vendor, g.drug_class, g.substance, sum(g.part), sum(g.whole)
  FROM goods g
  WHERE g.whole IS NOT NULL AND (g.drug_class NOT IN ('Digital Goods', 'Misc') OR g.substance IS NOT NULL)
  GROUP BY 1, 2, 3, 4, 5
$$;
COMMENT ON FUNCTION research.country_goods(text, text, text, date, date) IS
    'One row per market, measure (listings of the window; transactions and turnover_eur for which a rating stands), account, class of drug and substance: how much there is, and how much of it is the country''s. Only goods that are known to be drugs.';

CREATE FUNCTION research.country_mix(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, measure text, level text, goods text, value double precision, share double precision,
  share_low double precision, share_high double precision, all_share double precision, quotient double precision,
  quotient_low double precision, quotient_high double precision, vendor_count bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS MATERIALIZED (SELECT g.* FROM research.country_goods($1, $2, $3, $4, $5) g),
  seller AS (SELECT s.market, s.measure, s.vendor, sum(s.part) AS part, sum(s.whole) AS whole FROM sold s GROUP BY 1, 2, 3),
  kind AS (
    SELECT s.market, s.measure, s.vendor, f.level, f.goods, sum(s.part) AS part, sum(s.whole) AS whole
    FROM sold s CROSS JOIN LATERAL (VALUES ('drug_class', s.drug_class), ('substance', s.substance)) AS f(level, goods)
    WHERE f.goods IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ),
  cell AS (
    SELECT v.market, v.measure, v.vendor, k.level, k.goods, v.part AS all_part, v.whole AS all_whole,
           coalesce(h.part, 0) AS part, coalesce(h.whole, 0) AS whole
    FROM (SELECT DISTINCT market, measure, level, goods FROM kind) k
    JOIN seller v USING (market, measure)
    LEFT JOIN kind h USING (market, measure, level, goods, vendor)
  ),
  found AS (
    SELECT c.market, c.measure, c.level, c.goods, sum(c.part) AS value, sum(c.whole) / nullif(sum(c.all_whole), 0) AS all_share,
           research.cluster_share(array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor)) AS share,
           research.cluster_quotient(
             array_agg(c.part ORDER BY c.vendor), array_agg(c.all_part ORDER BY c.vendor),
             array_agg(c.whole ORDER BY c.vendor), array_agg(c.all_whole ORDER BY c.vendor)) AS quotient,
           count(*) FILTER (WHERE c.part > 0) AS vendor_count
    FROM cell c GROUP BY 1, 2, 3, 4
  )
  SELECT f.market, f.measure, f.level, f.goods, f.value, (f.share).share, (f.share).low, (f.share).high, f.all_share,
         (f.quotient).quotient, (f.quotient).low, (f.quotient).high, f.vendor_count
  FROM found f ORDER BY 1, 2, 3, f.value DESC, 4
$$;
COMMENT ON FUNCTION research.country_mix(text, text, text, date, date) IS
    'One row per market, measure, level (drug_class or substance) and goods: how much of the country''s is of it, the share of it among the country''s drugs and among all of the market''s, and the location quotient, that is the one over the other, with 95 % intervals over vendors.';

CREATE FUNCTION research.multi_origin(country text, first_day date, last_day date)
RETURNS TABLE (market text, vendor text, origin_codes text[], is_simultaneous boolean, snapshot_count bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p.market, p.vendor, array_agg(DISTINCT c.code ORDER BY c.code), bool_or(cardinality(p.origin_codes) > 1),
         count(DISTINCT p.snapshot_id)
  FROM research.vendor_presence p CROSS JOIN LATERAL unnest(p.origin_codes) AS c(code)
  WHERE date_trunc('month', p.snapshot_first_at AT TIME ZONE 'UTC') BETWEEN date_trunc('month', $2) AND $3
  GROUP BY 1, 2
  HAVING bool_or(c.code = upper($1)) AND count(DISTINCT c.code) > 1
  ORDER BY 1, 2
$$;
COMMENT ON FUNCTION research.multi_origin(text, date, date) IS
    'One row per market and account that is the country''s (D2) and sends from at least one more country in the window: all its countries, whether it had several in one snapshot or only one after the other, and in how many snapshots a country is known.';

CREATE FUNCTION research.country_reach(country text, definition text, first_day date, last_day date)
RETURNS TABLE (
  market text, vendor text, is_stated boolean, is_world boolean, is_europe boolean, named text[], excluded text[]
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH member AS (
    SELECT r.country FROM research.region_country r
    WHERE r.region = 'EU' AND (r.since IS NULL OR r.since <= $4) AND (r.until IS NULL OR r.until > $3)
  ),
  live AS (
    SELECT d.* FROM research.destination_spell d
    JOIN research.vendor_weight($1, $2, 'A2', $3, $4) w ON w.market = d.market AND w.vendor = d.vendor AND w.weight > 0
    WHERE d.first_at < (date_trunc('month', $4::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
      AND d.last_at >= date_trunc('month', $3::timestamp) AT TIME ZONE 'UTC'
  ),
  listing AS (
    SELECT l.market, l.vendor, l.listing_id, l.first_at, bool_or(coalesce(l.is_included, false)) AS is_stated,
           bool_or(l.code = 'WORLD' AND l.is_included) AND NOT bool_or(l.code = 'WORLD' AND NOT l.is_included) AS is_world,
           bool_or(l.code IN ('EU', 'EUROPE') AND l.is_included)
             OR 2 * count(DISTINCT l.code) FILTER (WHERE l.is_included AND l.code IN (SELECT m.country FROM member m))
                > (SELECT count(*) FROM member) AS is_europe,
           array_agg(l.code) FILTER (WHERE l.is_included) AS named, array_agg(l.code) FILTER (WHERE NOT l.is_included) AS excluded
    FROM live l GROUP BY 1, 2, 3, 4
  )
  SELECT l.market, l.vendor, bool_or(l.is_stated), bool_or(coalesce(l.is_world, false)),
         bool_or(coalesce(l.is_europe, false)),
         (SELECT array_agg(DISTINCT n.code ORDER BY n.code) FROM listing x CROSS JOIN LATERAL unnest(x.named) AS n(code)
          WHERE x.market = l.market AND x.vendor = l.vendor),
         (SELECT array_agg(DISTINCT n.code ORDER BY n.code) FROM listing x CROSS JOIN LATERAL unnest(x.excluded) AS n(code)
          WHERE x.market = l.market AND x.vendor = l.vendor)
  FROM listing l GROUP BY 1, 2
$$;
COMMENT ON FUNCTION research.country_reach(text, text, date, date) IS
    'One row per market and account of the country by the definition, with a listing in the window: whether any listing states where it is sent; is sent over the world; or to the EU, that is to EU, EUROPE or more than half of the members by name; which places they name, and which they rule out.';

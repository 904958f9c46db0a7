-- One row per market and account of the country by the definition, with a listing in the window: whether any listing
-- states where it is sent; is sent over the world; or to the EU, that is to EU, EUROPE or more than half of the
-- members by name; which places they name, and which they rule out.

-- A window is the UTC months that it touches, each as a whole. D1-D4 are those of country_share.
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

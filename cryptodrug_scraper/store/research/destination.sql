-- One row per listing live on the UTC day: whether it is sent to the country (ISO 3166-1 alpha-2): yes, no or
-- unstated; why (field or text), and the words. What rules a place out wins over what names it; regions hold the
-- countries that they held that day. is_excluded: it is ruled out, and not just not named.

-- The rules are those of measures.places.destinations, for any country and day.
CREATE FUNCTION research.destination(country text, day date) RETURNS TABLE (
  market text, vendor text, listing_id text, ships text, why text, words text, is_excluded boolean
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH region AS (
    SELECT r.region AS code FROM research.region_country r
    WHERE r.country = upper($1) AND (r.since IS NULL OR r.since <= $2) AND (r.until IS NULL OR r.until > $2)
    UNION SELECT 'WORLD' UNION SELECT upper($1)
  ),
  live AS (
    SELECT d.*, rank() OVER (PARTITION BY d.market, d.vendor, d.listing_id ORDER BY d.first_at DESC) AS age,
           g.code IS NOT NULL AS covers
    FROM research.destination_spell d LEFT JOIN region g ON g.code = d.code
    WHERE d.first_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC' AND d.until_at >= $2::timestamp AT TIME ZONE 'UTC'
  ),
  judged AS (
    SELECT l.market, l.vendor, l.listing_id,
           array_agg(l.why ORDER BY l.code <> upper($1), l.code COLLATE "C", l.why)
             FILTER (WHERE l.covers AND NOT l.is_included AND l.code <> 'WORLD') AS barred_why,
           array_agg(coalesce(l.words, 'not ' || l.code) ORDER BY l.code <> upper($1), l.code COLLATE "C", l.why)
             FILTER (WHERE l.covers AND NOT l.is_included AND l.code <> 'WORLD') AS barred_words,
           array_agg(l.code ORDER BY l.code <> upper($1), l.code COLLATE "C") FILTER (WHERE l.covers AND l.is_included)
             AS included,
           string_agg(l.code, ', ' ORDER BY l.code COLLATE "C") FILTER (WHERE l.is_included) AS all_included,
           coalesce(bool_or(l.code = 'WORLD' AND NOT l.is_included), false) AS world_taken_back
    FROM live l WHERE research.is_place($1) AND l.age = 1 GROUP BY 1, 2, 3
  ),
  decided AS (
    SELECT j.*, j.barred_why IS NOT NULL AS is_excluded,
           coalesce(cardinality(CASE WHEN j.world_taken_back THEN array_remove(j.included, 'WORLD') ELSE j.included END), 0) > 0
             AS is_included
    FROM judged j
  )
  SELECT d.market, d.vendor, d.listing_id,
         CASE WHEN d.is_excluded THEN 'no' WHEN d.is_included THEN 'yes' WHEN d.all_included IS NOT NULL THEN 'no'
              ELSE 'unstated' END,
         CASE WHEN d.is_excluded THEN d.barred_why[1] WHEN d.all_included IS NOT NULL THEN 'field' END,
         CASE WHEN d.is_excluded THEN d.barred_words[1] WHEN d.is_included THEN d.included[1] ELSE d.all_included END,
         d.is_excluded
  FROM decided d ORDER BY d.market, d.vendor, d.listing_id
$$;

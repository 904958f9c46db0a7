-- Share of sums over vendors with the 95 % interval of what happened here: an element of each array for each vendor, its
-- part, its whole, the standard error of the whole, and the variance of the part if the whole was known; and the share of
-- the market that was reached (0 to 1; NULL: unknown, which is as none).

-- A whole that is wrong moves the share by its residual (the delta method: Cochran 1977, section 6). What was not reached
-- adds the variance over vendors (share_spread) times the part that is missing: the correction for a finite population
-- (Cochran 1977, section 2.6). The limits are Wilson's of as many as have this variance (wilson_of). Of all vendors, with
-- exact wholes, the interval is the share alone; of some, it reaches no further than that of what was reached if none, or
-- all, of what was not was of the part. cluster_share has the other uncertainty: what another draw of vendors would have given.
CREATE FUNCTION research.share_here(
  parts double precision[], wholes double precision[], errors double precision[], guesses double precision[],
  reached double precision, OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH total AS (SELECT s.*, 1 - greatest(0, least(1, coalesce($5, 0))) AS missing FROM research.share_spread($1, $2) s),
  step AS (
    SELECT t.share, t.worth, t.missing, m.measured, sqrt(m.measured + t.missing * t.width^2) AS width
    FROM total t CROSS JOIN LATERAL (
      SELECT 1.959963984540054^2 / sum(u.whole)^2
             * sum(((coalesce(u.part, 0) / u.whole - t.share) * coalesce(u.error, 0))^2 + coalesce(u.guess, 0)) AS measured
      FROM unnest($1, $2, $3, $4) AS u(part, whole, error, guess) WHERE u.whole > 0
    ) m
  ),
  limits AS (
    SELECT p.*, by_chance.low, by_chance.high, sure.low * (1 - p.missing) AS least,
           sure.high * (1 - p.missing) + p.missing AS most,
           least(p.missing, p.missing * (1 - 0.05^(1 / p.worth))) + sqrt(p.measured) AS none
    FROM step p
    CROSS JOIN LATERAL research.wilson_of(p.share, p.width) by_chance
    CROSS JOIN LATERAL research.wilson_of(p.share, sqrt(p.measured)) sure
  )
  SELECT l.share,
         CASE WHEN l.share <= 0 THEN 0 WHEN l.share >= 1 THEN greatest(0, 1 - l.none)
              ELSE least(l.share, greatest(l.low, l.least)) END,
         CASE WHEN l.share <= 0 THEN least(1, l.none) WHEN l.share >= 1 THEN 1
              ELSE greatest(l.share, least(l.high, l.most)) END
  FROM limits l WHERE l.share IS NOT NULL
$$;

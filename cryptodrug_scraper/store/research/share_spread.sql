-- How far a share of sums over vendors would lie from this one if others were drawn, one element of both arrays for each
-- vendor: the share, of how many equal vendors these are worth (Kish 1965), and the half width of 95 %. Source:
-- measures.estimators.cluster_share. The order of the elements does not matter but for the last digits. A part that is NULL
-- is of a vendor that has none; where all are, none was observed, and all three are NULL.

CREATE FUNCTION research.share_spread(
  parts double precision[], wholes double precision[],
  OUT share double precision, OUT worth double precision, OUT width double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT coalesce(u.part, 0) AS part, u.whole, u.part IS NOT NULL AS is_seen
    FROM unnest($1, $2) AS u(part, whole) WHERE u.whole > 0
  ),
  total AS (
    SELECT sum(u.part) AS part, sum(u.whole) AS whole, sum(u.part) / sum(u.whole) AS share FROM unit u
    HAVING bool_or(u.is_seen)
  ),
  residual AS (
    SELECT u.whole / t.whole AS weight,
           CASE WHEN u.whole < t.whole
             THEN ((u.part - t.share * u.whole) / t.whole / (1 - u.whole / t.whole)) ^ 2 END AS square
    FROM unit u CROSS JOIN total t
  ),
  spread AS (
    SELECT coalesce(sum(r.square), 0) AS variance, 1 / sum(r.weight ^ 2) AS worth,
           sum(r.square) ^ 2 / nullif(sum(r.square ^ 2), 0) AS degrees
    FROM residual r
  )
  SELECT t.share, s.worth,
         CASE WHEN s.variance > 0 THEN sqrt(s.variance) * research.t_quantile(greatest(2, s.degrees))
              ELSE sqrt(greatest(t.share * (1 - t.share), 0) / s.worth) * research.t_quantile(greatest(2, s.worth))
         END
  FROM total t CROSS JOIN spread s WHERE t.share IS NOT NULL
$$;

-- Share of sums over vendors, one element of both arrays for each, with the 95 % interval of
-- measures.estimators.cluster_share: that of country_share. The order of the elements does not matter but for the last
-- digits.

CREATE FUNCTION research.cluster_share(
  parts double precision[], wholes double precision[],
  OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT coalesce(u.part, 0) AS part, u.whole FROM unnest($1, $2) AS u(part, whole) WHERE u.whole > 0
  ),
  total AS (SELECT sum(u.part) AS part, sum(u.whole) AS whole, sum(u.part) / sum(u.whole) AS share FROM unit u),
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
  ),
  step AS (
    SELECT t.share, s.worth,
           CASE WHEN s.variance > 0 THEN sqrt(s.variance) * research.t_quantile(greatest(2, s.degrees))
                ELSE sqrt(greatest(t.share * (1 - t.share), 0) / s.worth) * research.t_quantile(greatest(2, s.worth))
           END AS width
    FROM total t CROSS JOIN spread s
  )
  SELECT p.share,
         CASE WHEN p.share <= 0 THEN 0 WHEN p.share >= 1 THEN 0.05 ^ (1 / p.worth)
              ELSE 1 / (1 + exp(least(700, p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END,
         CASE WHEN p.share <= 0 THEN 1 - 0.05 ^ (1 / p.worth) WHEN p.share >= 1 THEN 1
              ELSE 1 / (1 + exp(greatest(-700, -p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END
  FROM step p WHERE p.share IS NOT NULL
$$;

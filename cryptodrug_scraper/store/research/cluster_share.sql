-- Share of sums over vendors, one element of both arrays for each, with the 95 % interval of what another draw of vendors
-- would have given: measures.estimators.cluster_share. The order of the elements does not matter but for the last digits.

CREATE FUNCTION research.cluster_share(
  parts double precision[], wholes double precision[],
  OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT p.share,
         CASE WHEN p.share <= 0 THEN 0 WHEN p.share >= 1 THEN 0.05 ^ (1 / p.worth)
              ELSE 1 / (1 + exp(least(700, p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END,
         CASE WHEN p.share <= 0 THEN 1 - 0.05 ^ (1 / p.worth) WHEN p.share >= 1 THEN 1
              ELSE 1 / (1 + exp(greatest(-700, -p.width / (p.share * (1 - p.share)) - ln(p.share / (1 - p.share))))) END
  FROM research.share_spread($1, $2) p WHERE p.share IS NOT NULL
$$;

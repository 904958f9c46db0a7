-- Share k / n of a count with its 95 % interval (Wilson 1927): 2 of 3 gives 0.208 to 0.939. NULL where n is 0.

CREATE FUNCTION research.wilson(
  k double precision, n double precision, OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT k / t.n,
         CASE WHEN k <= 0 AND t.n > 0 THEN 0 ELSE (k / t.n + z2 / (2 * t.n) - w) / (1 + z2 / t.n) END,
         CASE WHEN k >= t.n THEN 1 ELSE (k / t.n + z2 / (2 * t.n) + w) / (1 + z2 / t.n) END
  FROM (SELECT nullif($2, 0)) AS t(n)
  CROSS JOIN (VALUES (1.959963984540054::double precision ^ 2)) AS normal(z2)
  CROSS JOIN LATERAL (SELECT sqrt(z2 * (k / t.n * (1 - k / t.n) / t.n + z2 / (4 * t.n ^ 2)))) AS half(w)
$$;

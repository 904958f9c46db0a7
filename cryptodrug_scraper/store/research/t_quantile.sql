-- The two-sided 95 % quantile of Student's t, for any number of degrees of freedom of 2 or more (Cornish and Fisher
-- 1937).

CREATE FUNCTION research.t_quantile(degrees double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  -- two-sided 95 %, Cornish and Fisher 1937, four terms: the same as cluster_share._t
  SELECT z + (z^3 + z) / 4 / degrees + (5*z^5 + 16*z^3 + 3*z) / 96 / degrees^2
       + (3*z^7 + 19*z^5 + 17*z^3 - 15*z) / 384 / degrees^3
       + (79*z^9 + 776*z^7 + 1482*z^5 - 1920*z^3 - 945*z) / 92160 / degrees^4
  FROM (VALUES (1.959963984540054::double precision)) AS normal(z)
$$;

-- Variance of a part of a vendor's sales where those without a rating are of it with some chance: with the rated ones, and
-- one more of the usual share, these are a binomial count whose chance is beta distributed (Gelman et al. 2013, section
-- 2.4). part, whole: of the rated sales; usual: the share among all vendors, or all months of this one; shown: how many
-- are rated; unrated: the part of all sales that is not (0 to 1); times: 2 for amounts, which vary as much as they are.

CREATE FUNCTION research.unrated_guess(
  part double precision, whole double precision, usual double precision, shown double precision,
  unrated double precision, times integer
) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  -- without a FROM, so that it is no call of its own for each vendor
  SELECT $2^2 * least(1, greatest(0, (coalesce($4, 0) * $1 / nullif($2, 0) + coalesce($3, 0)) / (coalesce($4, 0) + 1)))
         * (1 - least(1, greatest(0, (coalesce($4, 0) * $1 / nullif($2, 0) + coalesce($3, 0)) / (coalesce($4, 0) + 1))))
         * coalesce($5, 0) / (coalesce($4, 0) + 1) * $6
$$;

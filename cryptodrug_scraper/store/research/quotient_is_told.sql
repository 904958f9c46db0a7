-- Whether a quotient (a growth, a location quotient, a mean) can be told as a number, by its 95 % interval: false where it
-- is too few to say, as an end is missing or nothing, or the upper end is more than ten times the lower one. That is the
-- interval of a quotient with five equal accounts on one of its sides. Source: measures.estimators.told.

CREATE FUNCTION research.quotient_is_told(low double precision, high double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce($1 > 0 AND $2 <= 10 * $1, false)
$$;

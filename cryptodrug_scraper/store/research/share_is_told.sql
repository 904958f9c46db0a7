-- Whether a share can be told as a number, by its 95 % interval: false where it is too few to say, as the interval is
-- missing or holds half of all shares. Source: measures.estimators.told.

CREATE FUNCTION research.share_is_told(low double precision, high double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce($2 - $1 <= 0.5, false)
$$;

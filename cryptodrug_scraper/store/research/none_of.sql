-- Upper 95 % limit of a share of which none was seen among n: 1500 gives 0.0020.

CREATE FUNCTION research.none_of(n double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN n > 0 THEN 1 - 0.05 ^ (1 / n) ELSE 1 END
$$;

-- Limits of a share between 0 and 1 whose interval of 95 % has this half width: Wilson's (1927) of as many as have it, which
-- stay between 0 and 1; 0 or 1 where the width reaches that far, and NULL where either is not known. 0.1 with a half width
-- of 0.05 gives 0.061 to 0.160.

CREATE FUNCTION research.wilson_of(
  share double precision, width double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN $2 < $1 THEN ($1 + q.worth / 2 - h.half) / (1 + q.worth)
              WHEN $2 >= $1 THEN 0 END,
         CASE WHEN $2 < 1 - $1 THEN ($1 + q.worth / 2 + h.half) / (1 + q.worth)
              WHEN $2 >= 1 - $1 THEN 1 END
  FROM (SELECT $2^2 / nullif($1 * (1 - $1), 0) AS worth) q
  CROSS JOIN LATERAL (SELECT sqrt($2^2 + q.worth^2 / 4) AS half) h
$$;

-- Quotient of two shares with the 95 % interval of what happened here: those of both (share_here), on the logarithm, added
-- as of errors that are independent. high is NULL where the lower share may be none; of a share of none, low is 0; of one that
-- is not known nothing is.

CREATE FUNCTION research.quotient_here(
  share double precision, share_low double precision, share_high double precision, base double precision,
  base_low double precision, base_high double precision,
  OUT quotient double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT $1 / nullif($4, 0),
         CASE WHEN $4 > 0 AND $2 > 0 THEN $1 / $4 * exp(-sqrt(ln($1 / $2)^2 + ln($6 / $4)^2))
              WHEN $4 > 0 AND $2 <= 0 THEN 0 END,
         CASE WHEN $5 > 0 AND $1 > 0 THEN $1 / $4 * exp(sqrt(ln($3 / $1)^2 + ln($4 / $5)^2))
              WHEN $5 > 0 AND $1 <= 0 THEN $3 / $5 END
$$;

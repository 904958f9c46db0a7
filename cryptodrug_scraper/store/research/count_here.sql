-- Share k / n of a count of accounts with the 95 % interval of what happened here, and with that of what another draw of
-- accounts would have given (wilson). reached: the part of all that was (0 to 1; NULL: unknown, which is as none).
-- 2 of 3, all reached, are 2 / 3 here; another draw could have given 0.208 to 0.939. NULL where n is 0.

-- Wilson's (1927) interval with the variance that the part not reached leaves (the correction for a finite population:
-- Cochran 1977, section 2.6), and no wider than if all, or none, of that part were so.
CREATE FUNCTION research.count_here(
  k double precision, n double precision, reached double precision, OUT share double precision, OUT low double precision,
  OUT high double precision, OUT draw_low double precision, OUT draw_high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT w.share,
         CASE WHEN $1 <= 0 AND $2 > 0 THEN 0 ELSE greatest(b.middle - b.half, w.share * (1 - m.missing)) END,
         CASE WHEN $1 >= $2 AND $2 > 0 THEN 1 ELSE least(b.middle + b.half, w.share * (1 - m.missing) + m.missing) END,
         w.low, w.high
  FROM research.wilson($1, $2) w
  CROSS JOIN (SELECT 1 - greatest(0, least(1, coalesce($3, 0)))) AS m(missing)
  CROSS JOIN LATERAL (SELECT 1.959963984540054::double precision ^ 2 * m.missing / nullif($2, 0)) AS s(square)
  CROSS JOIN LATERAL (
    SELECT (w.share + s.square / 2) / (1 + s.square),
           sqrt(s.square * w.share * (1 - w.share) + s.square ^ 2 / 4) / (1 + s.square)
  ) AS b(middle, half)
$$;

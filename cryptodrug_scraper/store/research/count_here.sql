-- Share k / n of a count of accounts with the 95 % interval of what happened here (share_here), and with that of what another
-- draw of accounts would have given (wilson). reached: the part of all that was (0 to 1; NULL: unknown, which is as none).
-- 2 of 3, all reached, are 2 / 3 here; another draw could have given 0.208 to 0.939. NULL where n is 0.

CREATE FUNCTION research.count_here(
  k double precision, n double precision, reached double precision, OUT share double precision, OUT low double precision,
  OUT high double precision, OUT draw_low double precision, OUT draw_high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT w.share, h.low, h.high, w.low, w.high
  FROM research.wilson($1, $2) w
  CROSS JOIN LATERAL (
    SELECT array_agg((u.number <= $1)::int::double precision) AS parts, array_agg(1::double precision) AS wholes
    FROM generate_series(1, $2::bigint) AS u(number)
  ) each
  LEFT JOIN LATERAL research.share_here(each.parts, each.wholes, NULL, NULL, $3) h ON true
$$;

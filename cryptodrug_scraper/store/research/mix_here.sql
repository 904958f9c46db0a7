-- Share of sums of rated sales over vendors, with the 95 % interval of what happened here (share_here) of all sales: an
-- element of each array for each vendor, its part and its whole, how many rated sales these are, which part of all its
-- sales has no rating and by how much its ratings may stand for more or fewer sales than others' (sale_doubt), and three
-- variances (NULL: nothing): of how much lies on the other side of an edge, and of what the part and the rest of the whole
-- are. times: 2 for amounts, which vary as much as they are, else 1; reached: the share of the market that was (NULL:
-- unknown, which is as none).

-- An error of the part moves the share by what is not the part, one of the rest by the part (the delta method).
CREATE FUNCTION research.mix_here(
  parts double precision[], wholes double precision[], rated double precision[], unrated double precision[],
  spreads double precision[], open double precision[], inside double precision[], outside double precision[],
  times integer, reached double precision,
  OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH usual AS (SELECT sum(u.part) / nullif(sum(u.whole), 0) AS share FROM unnest($1, $2) AS u(part, whole)),
  doubt AS (  -- of sales without a rating some may be of what no rated one is, or is not: as many as would not be seen
    SELECT array_agg(u.whole * u.spread ORDER BY u.number) AS errors,
           array_agg(research.unrated_guess(u.part, u.whole, t.share, u.rated, u.unrated, $9)
                     + coalesce(u.open, 0) + coalesce(u.inside, 0) * (1 - t.share)^2 + coalesce(u.outside, 0) * t.share^2
                     ORDER BY u.number) AS guesses,
           coalesce(1 - sum(u.whole) / nullif(sum(u.whole / nullif(1 - u.unrated, 0)), 0), 1) * research.none_of(sum(u.rated))
             * (max(u.unrated) > 0)::int AS unseen
    FROM usual t
    CROSS JOIN unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
      AS u(part, whole, rated, unrated, spread, open, inside, outside, number)
  )
  SELECT h.share, CASE WHEN h.share >= 1 THEN least(h.low, 1 - d.unseen) ELSE h.low END,
         CASE WHEN h.share <= 0 THEN greatest(h.high, d.unseen) ELSE h.high END
  FROM doubt d CROSS JOIN LATERAL research.share_here($1, $2, d.errors, d.guesses, $10) h
$$;

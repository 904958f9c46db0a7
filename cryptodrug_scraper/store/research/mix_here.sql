-- Share of sums of rated sales over vendors, with the 95 % interval of what happened here (share_here) of all sales: an
-- element of each array for each vendor, its part and its whole, how many rated sales these are, which part of all its
-- sales has no rating and by how much its ratings may stand for more or fewer sales than others' (sale_doubt), and how much
-- may as well lie on the other side of an edge (NULL: nothing). times: 2 for amounts, which vary as much as they are, else 1;
-- reached: the share of the market that was (NULL: unknown, which is as none).

-- What may lie on the other side does so altogether with as little chance as the ends of an interval of 95 %, as an
-- account's orders are mistaken alike.
CREATE FUNCTION research.mix_here(
  parts double precision[], wholes double precision[], rated double precision[], unrated double precision[],
  spreads double precision[], open double precision[], times integer, reached double precision,
  OUT share double precision, OUT low double precision, OUT high double precision
) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  WITH unit AS (
    SELECT u.*, sum(u.part) OVER () / nullif(sum(u.whole) OVER (), 0) AS usual
    FROM unnest($1, $2, $3, $4, $5, $6) WITH ORDINALITY AS u(part, whole, rated, unrated, spread, open, number)
  ),
  none AS (  -- of sales without a rating some may be of what no rated one is, or is not: as many as would not be seen
    SELECT coalesce(1 - sum(u.whole) / nullif(sum(u.whole / nullif(1 - u.unrated, 0)), 0), 1) * research.none_of(sum(u.rated))
             * (max(u.unrated) > 0)::int AS unseen
    FROM unit u
  ),
  doubt AS (
    SELECT array_agg(u.whole * u.spread ORDER BY u.number) AS errors,
           array_agg(research.unrated_guess(u.part, u.whole, u.usual, u.rated, u.unrated, $7)
                     + (coalesce(u.open, 0) / (2 * 1.959963984540054))^2 ORDER BY u.number) AS guesses
    FROM unit u
  )
  SELECT h.share, CASE WHEN h.share >= 1 THEN least(h.low, 1 - n.unseen) ELSE h.low END,
         CASE WHEN h.share <= 0 THEN greatest(h.high, n.unseen) ELSE h.high END
  FROM doubt d CROSS JOIN none n CROSS JOIN LATERAL research.share_here($1, $2, d.errors, d.guesses, $8) h
$$;

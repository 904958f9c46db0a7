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
  doubt AS (
    SELECT array_agg(u.whole * u.spread ORDER BY u.number) AS errors,
           array_agg(research.unrated_guess(u.part, u.whole, u.usual, u.rated, u.unrated, $7)
                     + (coalesce(u.open, 0) / (2 * 1.959963984540054))^2 ORDER BY u.number) AS guesses
    FROM unit u
  )
  SELECT h.share, h.low, h.high FROM doubt d CROSS JOIN LATERAL research.share_here($1, $2, d.errors, d.guesses, $8) h
$$;

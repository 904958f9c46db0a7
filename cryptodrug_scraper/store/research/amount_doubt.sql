-- One row per market, account, class of drug and substance with sales of the window whose amount is not printed: the variance
-- (EUR squared) of what they were worth, of those of the country (theirs) and of all (anyones). of_market: code of the only
-- market; NULL: of all.

-- An amount varies as much as the ratios do that such orders have elsewhere, and those of one listing vary together
-- (order_alike): what its buyers order, no page tells. A window is the UTC months that it touches, each as a whole. D1-D4 and
-- A1-A3 are those of country_share.
CREATE FUNCTION research.amount_doubt(
  country text, definition text, attribution text, first_day date, last_day date, of_market text DEFAULT NULL
) RETURNS TABLE (
  market text, vendor text, drug_class text, substance text, theirs double precision, anyones double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS (
    SELECT s.* FROM research.attributed_sale($1, $2, $3, $4, $5, $6) s
    WHERE s.order_ratio IS NOT NULL AND s.amount_eur IS NOT NULL
  ),
  usual AS (
    SELECT s.market, var_pop(s.order_ratio) / avg(s.order_ratio)^2 AS spread, (SELECT research.order_alike()) AS alike
    FROM sold s GROUP BY 1
  ),
  listing AS (
    SELECT s.market, s.vendor, s.listing_id, s.drug_class, s.substance, sum(s.weight * s.amount_eur) AS theirs,
           sum(s.amount_eur) AS anyones, count(*) AS n
    FROM sold s GROUP BY 1, 2, 3, 4, 5
  )
  SELECT l.market, l.vendor, l.drug_class, l.substance,
         sum(l.theirs^2 * u.spread * (u.alike + (1 - u.alike) / l.n)),
         sum(l.anyones^2 * u.spread * (u.alike + (1 - u.alike) / l.n))
  FROM listing l JOIN usual u USING (market) GROUP BY 1, 2, 3, 4
$$;

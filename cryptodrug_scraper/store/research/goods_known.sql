-- One row per market and measure (transactions, turnover_eur) of sales of the window for which a rating stands: which part
-- of them is of goods that are known (0 to 1), of the country's (theirs) and of all (anyones). Ratings on a vendor's own
-- page often name no listing: what they were for is not known, and what is known is of a part of the market.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.goods_known(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (market text, measure text, theirs double precision, anyones double precision)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.market, f.measure, sum(s.weight * f.amount) FILTER (WHERE k.is_known) / nullif(sum(s.weight * f.amount), 0),
         sum(f.amount) FILTER (WHERE k.is_known) / nullif(sum(f.amount), 0)
  FROM research.attributed_sale($1, $2, $3, $4, $5) s
  CROSS JOIN LATERAL (SELECT s.drug_class IS NOT NULL OR s.substance IS NOT NULL) k(is_known)
  CROSS JOIN LATERAL (VALUES ('transactions', 1), ('turnover_eur', s.amount_eur)) AS f(measure, amount)
  WHERE f.amount IS NOT NULL GROUP BY 1, 2
$$;

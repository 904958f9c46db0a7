-- One row per market and UTC month that the window touches and that has a snapshot: the step from ratings to sales. For
-- the country, and for all of the market: how many sales have a rating that was left in the month, ratings for each
-- estimated sale with the 95 % interval that follows from that of the estimate, and the estimate (country_share,
-- market_month). The rows of attributed_sale whose weight is above 0 are those ratings.

-- rated is rating_count with the part of each sale that is the country's; rate is rated over sales, NULL where either is
-- 0. Orders are counted in the month in which they were made, ratings in that in which they were left, so that rate may
-- be above 1 where a market shrinks. other_vendor_count: accounts with a rating of which a part is not the country's. D1-D4
-- and A1-A3 are those of country_share.
CREATE FUNCTION research.rated_sales(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, month date, rating_count bigint, rated double precision, rate double precision, rate_low double precision,
  rate_high double precision, sales double precision, sales_low double precision, sales_high double precision,
  vendor_count bigint, other_vendor_count bigint, is_few boolean, all_rating_count bigint, all_rate double precision,
  all_rate_low double precision, all_rate_high double precision, all_sales double precision, all_sales_low double precision,
  all_sales_high double precision, all_vendor_count bigint, grade text
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH seller AS (  -- of one vendor first: few rows, of which accounts are counted without sorting all sales
    SELECT s.market, date_trunc('month', s.at AT TIME ZONE 'UTC')::date AS month, s.vendor,
           count(*) FILTER (WHERE s.weight > 0) AS theirs, sum(s.weight) AS rated,
           count(*) FILTER (WHERE s.weight < 1) AS others, count(*) AS number
    FROM research.attributed_sale($1, upper($2), upper($3), $4, $5) s GROUP BY 1, 2, 3
  ),
  rating AS (
    SELECT s.market, s.month, sum(s.theirs)::bigint AS theirs, sum(s.rated) AS rated,
           count(s.vendor) FILTER (WHERE s.theirs > 0) AS vendors, count(s.vendor) FILTER (WHERE s.others > 0) AS others,
           sum(s.number)::bigint AS number, count(s.vendor) AS sellers
    FROM seller s GROUP BY 1, 2
  )
  SELECT c.market, c.month, coalesce(r.theirs, 0), coalesce(r.rated, 0),
         nullif(r.rated, 0) / nullif(c.value, 0), nullif(r.rated, 0) / nullif(c.value_high, 0),
         nullif(r.rated, 0) / nullif(c.value_low, 0), c.value, c.value_low, c.value_high,
         coalesce(r.vendors, 0), coalesce(r.others, 0), coalesce(r.vendors, 0) < 5, coalesce(r.number, 0),
         nullif(r.number, 0) / nullif(m.value, 0), nullif(r.number, 0) / nullif(m.high, 0),
         nullif(r.number, 0) / nullif(m.low, 0), m.value, m.low, m.high, coalesce(r.sellers, 0), c.grade
  FROM research.country_share($1, $2, $3, $4, $5) c
  LEFT JOIN rating r USING (market, month)
  LEFT JOIN research.market_month m USING (market, month, measure)
  WHERE c.measure = 'transactions'
  ORDER BY c.market, c.month
$$;

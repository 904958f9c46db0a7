-- One row per market in which the country has sales of known worth: those for which a rating stands and that were worth
-- more than a limit (EUR), of how many, and what they were worth, with shares and 95 % intervals over vendors. low is above
-- 0 only where certain ones are of several accounts, as a page can print any amount; where there are none, high is that of
-- a share never seen in as many sales as have a printed amount (none_of). vendor_count: accounts with such sales;
-- all_vendor_count: with any; sale_count: sales without weights; printed_count: with a printed amount.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.sales_above(
  country text, definition text, attribution text, first_day date, last_day date, edge double precision
) RETURNS TABLE (
  market text, transactions double precision, total double precision, transaction_share double precision,
  transaction_share_low double precision, transaction_share_high double precision, turnover_eur double precision,
  turnover_share double precision, turnover_share_low double precision, turnover_share_high double precision,
  vendor_count bigint, all_vendor_count bigint, sale_count bigint, printed_count bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH seller AS (
    SELECT s.market, s.vendor, sum(s.weight) AS whole, sum(s.weight * s.amount_eur) AS whole_eur,
           coalesce(sum(s.weight) FILTER (WHERE s.amount_eur > $6), 0) AS part,
           coalesce(sum(s.weight * s.amount_eur) FILTER (WHERE s.amount_eur > $6), 0) AS part_eur,
           sum(s.weight) FILTER (WHERE s.price_source = 'printed') AS printed,
           sum(s.weight ^ 2) FILTER (WHERE s.price_source = 'printed') AS printed_squares,
           count(*) FILTER (WHERE s.price_source = 'printed') AS printed_sales, count(*) AS sales,
           count(*) FILTER (WHERE s.amount_eur_low > $6 AND s.price_flag = 'ok') AS certain
    FROM research.attributed_sale($1, $2, $3, $4, $5) s
    WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY 1, 2
  ),
  found AS (
    SELECT s.market, sum(s.part) AS part, sum(s.whole) AS whole, sum(s.part_eur) AS part_eur,
           research.cluster_share(array_agg(s.part ORDER BY s.vendor), array_agg(s.whole ORDER BY s.vendor)) AS by_count,
           research.cluster_share(array_agg(s.part_eur ORDER BY s.vendor), array_agg(s.whole_eur ORDER BY s.vendor)) AS by_eur,
           coalesce(sum(s.printed) ^ 2 / sum(s.printed_squares), 0) AS worth, sum(s.sales) AS sales,
           sum(s.printed_sales) AS printed, count(*) AS vendors, count(*) FILTER (WHERE s.certain > 0) AS certain,
           count(*) FILTER (WHERE s.part > 0) AS above
    FROM seller s GROUP BY 1
  )
  SELECT f.market, f.part, f.whole, (f.by_count).share, CASE WHEN f.certain > 1 THEN (f.by_count).low ELSE 0 END,
         CASE WHEN f.part > 0 THEN (f.by_count).high ELSE research.none_of(f.worth) END,
         f.part_eur, (f.by_eur).share, (f.by_eur).low, (f.by_eur).high, f.above, f.vendors, f.sales::bigint,
         f.printed::bigint
  FROM found f ORDER BY 1
$$;

-- One row per market in which the country has sales of known worth: those for which a rating stands and that were worth
-- more than a limit (EUR), of how many, and what they were worth, with shares and the 95 % intervals of value_band. low is
-- above 0 only where certain ones are of several accounts, as a page can print any amount, and then at least their share of
-- all sales that are estimated; where there are none, high is at
-- least that of a share never seen in as many sales as have a printed amount (none_of). vendor_count: accounts with such sales;
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
    SELECT s.market, s.vendor, sum(s.weight) FILTER (WHERE s.price_source = 'printed') AS printed,
           sum(s.weight ^ 2) FILTER (WHERE s.price_source = 'printed') AS printed_squares,
           count(*) FILTER (WHERE s.price_source = 'printed') AS printed_sales, count(*) AS sales, sum(s.weight) AS whole,
           coalesce(sum(s.weight) FILTER (WHERE s.amount_eur_low > $6 AND s.price_flag = 'ok'), 0) AS certain
    FROM research.attributed_sale($1, $2, $3, $4, $5) s
    WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY 1, 2
  ),
  found AS (
    SELECT s.market, coalesce(sum(s.printed) ^ 2 / sum(s.printed_squares), 0) AS worth, sum(s.sales) AS sales,
           sum(s.whole) AS whole, sum(s.certain) / sum(s.whole / nullif(1 - d.unrated, 0)) AS least,
           sum(s.printed_sales) AS printed, count(*) AS vendors, count(*) FILTER (WHERE s.certain > 0) AS certain
    FROM seller s LEFT JOIN research.sale_doubt($4, $5) d USING (market, vendor) GROUP BY 1
  )
  SELECT f.market, b.transactions, f.whole, b.transaction_share,
         CASE WHEN f.certain > 1 THEN greatest(b.transaction_share_low, f.least) ELSE 0 END,
         CASE WHEN b.transactions > 0 THEN b.transaction_share_high
              ELSE greatest(b.transaction_share_high, research.none_of(f.worth)) END,
         b.turnover_eur, b.turnover_share, b.turnover_share_low, b.turnover_share_high, b.vendor_count, f.vendors,
         f.sales::bigint, f.printed::bigint
  FROM found f
  JOIN research.value_band($1, $2, $3, $4, $5, ARRAY[$6 * (1 + 2.3e-16::double precision)]) b  -- the next larger number
    ON b.market = f.market AND b.band_to IS NULL
  ORDER BY 1
$$;

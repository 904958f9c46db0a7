-- One row per market in which the country has sales of known worth: those for which a rating stands and that were worth
-- more than a limit (EUR), of how many, and what they were worth, with shares and the 95 % intervals of value_band.
-- vendor_count: accounts with such sales; all_vendor_count: with any; sale_count: sales without weights; printed_count: with
-- a printed amount; certain_count: accounts of which one that is worth more is certain, as one page can print any amount.
-- of_market: code of the only market; NULL: of all.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.sales_above(
  country text, definition text, attribution text, first_day date, last_day date, edge double precision,
  of_market text DEFAULT NULL
) RETURNS TABLE (
  market text, transactions double precision, total double precision, transaction_share double precision,
  transaction_share_low double precision, transaction_share_high double precision, turnover_eur double precision,
  turnover_share double precision, turnover_share_low double precision, turnover_share_high double precision,
  vendor_count bigint, all_vendor_count bigint, sale_count bigint, printed_count bigint, certain_count bigint
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH seller AS (
    SELECT s.market, s.vendor, count(*) FILTER (WHERE s.price_source = 'printed') AS printed, count(*) AS sales,
           sum(s.weight) AS whole, bool_or(s.amount_eur_low > $6 AND s.price_flag = 'ok') AS is_certain
    FROM research.attributed_sale($1, $2, $3, $4, $5, $7) s
    WHERE s.weight > 0 AND s.amount_eur IS NOT NULL GROUP BY 1, 2
  ),
  found AS (
    SELECT s.market, sum(s.sales) AS sales, sum(s.whole) AS whole, sum(s.printed) AS printed, count(*) AS vendors,
           count(*) FILTER (WHERE s.is_certain) AS certain
    FROM seller s GROUP BY 1
  )
  SELECT f.market, b.transactions, f.whole, b.transaction_share, b.transaction_share_low, b.transaction_share_high,
         b.turnover_eur, b.turnover_share, b.turnover_share_low, b.turnover_share_high, b.vendor_count, f.vendors,
         f.sales::bigint, f.printed::bigint, f.certain
  FROM found f
  JOIN research.value_band($1, $2, $3, $4, $5, ARRAY[$6 * (1 + 2.3e-16::double precision)], $7) b  -- the next larger number
    ON b.market = f.market AND b.band_to IS NULL
  ORDER BY 1
$$;

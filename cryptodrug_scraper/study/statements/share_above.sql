-- The share of sales of the country that are worth more than a limit. Those for which a rating stands
-- (sales_above). n: sales whose amount is printed. certain: accounts of which one that is worth more is certain.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :limit: EUR.

WITH told AS (
  SELECT round(max(s.amount_eur)::numeric) AS largest,
         count(*) FILTER (WHERE s.raw_eur > :limit AND coalesce(s.amount_eur, 0) <= :limit) AS left_out
  FROM research.attributed_sale(:country, :definition, :attribution, :first_day, :last_day, :market) s
  WHERE s.market = :market AND s.weight > 0
)
SELECT f.transaction_share AS value, f.transaction_share_low AS low, f.transaction_share_high AS high,
       coalesce(f.certain_count, 0) AS certain, coalesce(f.printed_count, 0) AS n,
       coalesce(f.all_vendor_count, 0) AS vendors,
       research.window_grade(:market, :first_day, :last_day) AS grade,
       CASE WHEN f.market IS NOT NULL
            THEN jsonb_build_object('largest', t.largest, 'printed', f.printed_count, 'n', f.sale_count,
                                    'left_out', t.left_out, 'limit', :limit)
       END AS details
FROM told t
LEFT JOIN research.sales_above(:country, :definition, :attribution, :first_day, :last_day, :limit, :market) f
  ON f.market = :market

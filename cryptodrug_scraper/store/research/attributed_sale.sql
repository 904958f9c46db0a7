-- One row per sale of the window for which a rating stands: the middle of the time in which it was left, its weight,
-- that is the part of it that is the country's (0 to 1), and what it was worth. A holding price, or none, is no
-- amount. listing_id: what was bought (NULL: not known); order_ratio: how many times what one unit was asked for the amount
-- is, where none is printed, and is_tiered, whether the listing has prices by quantity (transaction).
-- of_market: code of the only market; NULL: of all.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.attributed_sale(
  country text, definition text, attribution text, first_day date, last_day date, of_market text DEFAULT NULL
) RETURNS TABLE (
  market text, transaction_id uuid, vendor text, at timestamptz, weight double precision, amount_eur_low double precision,
  amount_eur double precision, amount_eur_high double precision, raw_eur double precision, price_source text,
  price_flag text, drug_class text, substance text, listing_id text, order_ratio double precision,
  is_tiered boolean
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH sold AS (
    SELECT t.*, t.occurred_from + (t.occurred_to - t.occurred_from) / 2 AS at, t.price_flag IN ('holding', 'free') AS is_idle
    FROM research.transaction t WHERE research.is_place($1) AND research.check_choices($2, $3)
      AND ($6 IS NULL OR t.market = $6)
  ),
  origin AS (
    SELECT o.transaction_id, sum(o.weight) AS weight FROM research.transaction_origin o
    WHERE $3 = 'A1' AND o.code = upper($1) GROUP BY 1
  )
  SELECT s.market, s.transaction_id, s.vendor, s.at,
         CASE WHEN $3 = 'A1' THEN coalesce(o.weight, 0) ELSE coalesce(w.weight, 0) END,
         CASE WHEN NOT s.is_idle THEN s.amount_eur_low END, CASE WHEN NOT s.is_idle THEN s.amount_eur END,
         CASE WHEN NOT s.is_idle THEN s.amount_eur_high END, s.raw_eur, s.price_source, s.price_flag, s.drug_class,
         s.substance, s.listing_id, s.order_ratio, s.is_tiered
  FROM sold s
  LEFT JOIN origin o USING (transaction_id)
  LEFT JOIN research.vendor_weight($1, $2, $3, $4, $5) w ON w.market = s.market AND w.vendor = s.vendor
  WHERE s.at >= date_trunc('month', $4::timestamp) AT TIME ZONE 'UTC'
    AND s.at < (date_trunc('month', $5::timestamp) + interval '1 month') AT TIME ZONE 'UTC'
$$;

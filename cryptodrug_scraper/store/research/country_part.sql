-- One row per market, UTC month with a snapshot, account and measure (vendors, listings, transactions, turnover_eur):
-- how much it has, and how much of that is the country's; the standard error of how much it has, and the variance of the
-- part if that was known; which share of the market was reached (NULL: unknown), and the best grade of the month's
-- snapshots, of sales and turnover that of market_month. is_known: false of sales and turnover of a month of which it cannot
-- be known yet what was sold (market_month says why): they are of its first orders alone, and no sum counts them.

-- What is uncertain of a part (A1): of sales without a rating it is not known from where they were sent. With the
-- month's ratings and one more of the vendor's usual ones, they are the country's with a chance that has this variance
-- (of a binomial count, beta distributed: Gelman et al. 2013, section 2.4); an amount varies as much as it is. Sales of
-- listings of which no page told whether they state an origin may all be this one's, with its usual chance. Of an account
-- that moved between two snapshots all sales between may be of either place: it moved at any time as likely.
-- What was reached: of listings and vendors those met over the most that there were (market_month), of sales that of
-- month_reach; unknown where the month's sales have no upper end, as it is not over, or began before the first snapshot.

-- A window is the UTC months that it touches, each as a whole. D1-D4 and A1-A3 are those of country_share.
CREATE FUNCTION research.country_part(country text, definition text, attribution text, first_day date, last_day date)
RETURNS TABLE (
  market text, month date, vendor text, measure text, part double precision, whole double precision, grade text,
  error double precision, guess double precision, reached double precision, is_known boolean
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH graded AS (  -- the best snapshot of the month
    SELECT s.market, date_trunc('month', s.first_at AT TIME ZONE 'UTC')::date AS month,
           (array_agg(s.grade ORDER BY array_position(ARRAY['complete', 'usable', 'partial'], s.grade)))[1] AS grade
    FROM research.snapshot s WHERE research.is_place($1) AND research.check_choices($2, $3) GROUP BY 1, 2
  ),
  month AS MATERIALIZED (
    SELECT v.market, v.month, v.vendor, v.transactions_shown, v.transactions, v.transactions_high, v.turnover_eur,
           v.turnover_eur_high
    FROM research.vendor_month v WHERE v.month BETWEEN date_trunc('month', $4) AND $5
  ),
  listing AS (
    SELECT l.market, l.month, l.vendor, l.listing_id,
           CASE WHEN $2 = 'D1' THEN l.last_codes ELSE l.ever_codes END AS codes
    FROM research.listing_month l
    WHERE research.is_place($1) AND research.check_choices($2, $3) AND l.month BETWEEN date_trunc('month', $4) AND $5
      AND ($2 <> 'D1' OR l.is_last)
  ),
  code AS (
    SELECT l.market, l.month, l.vendor, c.code, count(DISTINCT l.listing_id) AS listings
    FROM listing l CROSS JOIN LATERAL unnest(l.codes) AS c(code) GROUP BY 1, 2, 3, 4
  ),
  member AS (
    SELECT c.market, c.month, c.vendor,
           CASE $2 WHEN 'D3' THEN coalesce(max(c.listings) FILTER (WHERE c.code = upper($1)) = max(c.listings), false)
                   WHEN 'D4' THEN bool_and(c.code = upper($1)) ELSE bool_or(c.code = upper($1)) END AS is_member
    FROM code c GROUP BY 1, 2, 3
  ),
  seller AS (
    SELECT l.market, l.month, l.vendor, count(*)::double precision AS listings,
           count(*) FILTER (
             WHERE upper($1) = ANY (l.codes) AND ($2 <> 'D4' OR cardinality(l.codes) = 1))::double precision AS theirs
    FROM listing l GROUP BY 1, 2, 3
  ),
  untold AS (  -- of listings without an origin in any month, the part of which it is not known whether they state one
    SELECT l.market, l.vendor, avg((c.codes IS NULL)::int::double precision) AS part
    FROM research.listing_month l
    CROSS JOIN LATERAL (SELECT CASE WHEN $2 = 'D1' THEN l.last_codes ELSE l.ever_codes END) AS c(codes)
    WHERE $3 = 'A1' AND ($2 <> 'D1' OR l.is_last) AND coalesce(cardinality(c.codes), 0) = 0 GROUP BY 1, 2
  ),
  sold AS (
    SELECT o.market, o.month, o.vendor, f.measure,
           sum(f.amount * CASE WHEN $3 = 'A1' THEN coalesce(o.code = upper($1), false)::int ELSE coalesce(w.weight, 0) END)
             AS part,
           sum(f.amount) AS whole, coalesce(sum(f.amount * u.part) FILTER (WHERE o.code IS NULL), 0) AS unknown
    FROM research.origin_month o
    LEFT JOIN untold u USING (market, vendor)
    LEFT JOIN research.vendor_weight($1, $2, $3, $4, $5) w USING (market, vendor)
    CROSS JOIN LATERAL (VALUES ('transactions', o.transactions), ('turnover_eur', o.turnover_eur)) AS f(measure, amount)
    WHERE $3 = 'A1' OR o.month BETWEEN date_trunc('month', $4) AND $5
    GROUP BY 1, 2, 3, 4
  ),
  usual AS (  -- of all the vendor's months, in the window or not, so that a month says the same in each; or of all vendors
    SELECT s.*, coalesce(sum(s.part) OVER own / nullif(sum(s.whole - s.unknown) OVER own, 0),
                         sum(s.part) OVER every / nullif(sum(s.whole - s.unknown) OVER every, 0)) AS share
    FROM sold s
    WINDOW every AS (PARTITION BY s.market, s.measure), own AS (PARTITION BY s.market, s.measure, s.vendor)
  ),
  moving AS (  -- the part of a month in which an account moved, at a time that is not known
    SELECT o.market, o.vendor, m.month::date AS month,
           least(1, sum(extract(epoch FROM least(o.moved_to AT TIME ZONE 'UTC', m.month + interval '1 month')
                                           - greatest(o.moved_from AT TIME ZONE 'UTC', m.month))
                        / extract(epoch FROM m.month + interval '1 month' - m.month)))::double precision AS part
    FROM research.origin_move o
    CROSS JOIN LATERAL generate_series(
      date_trunc('month', o.moved_from AT TIME ZONE 'UTC'), o.moved_to AT TIME ZONE 'UTC', interval '1 month') AS m(month)
    WHERE $3 = 'A1' AND (upper($1) = ANY (o.from_codes)) <> (upper($1) = ANY (o.to_codes)) GROUP BY 1, 2, 3
  ),
  doubt AS (
    SELECT s.market, s.month, s.vendor, s.measure, s.part, s.whole,
           CASE WHEN s.measure = 'transactions' THEN v.transactions_high - v.transactions
                ELSE v.turnover_eur_high - v.turnover_eur END / 1.959963984540054 AS error,
           research.unrated_guess(
             s.part, s.whole, s.share, v.transactions_shown,
             greatest(0, v.transactions - v.transactions_shown) / nullif(v.transactions, 0),
             CASE s.measure WHEN 'transactions' THEN 1 ELSE 2 END) AS by_chance,
           s.unknown^2 * s.share AS by_unknown, (s.whole * o.part)^2 / 3 AS by_move
    FROM usual s
    JOIN (SELECT DISTINCT l.market, l.month FROM seller l) looked USING (market, month)
    LEFT JOIN month v USING (market, month, vendor)
    LEFT JOIN moving o USING (market, month, vendor)
  ),
  found AS (
    SELECT s.market, s.month, s.vendor, 'vendors' AS measure, coalesce(m.is_member, false)::int::double precision AS part,
           1::double precision AS whole, 0::double precision AS error, 0::double precision AS guess
    FROM seller s LEFT JOIN member m USING (market, month, vendor)
    UNION ALL SELECT s.market, s.month, s.vendor, 'listings', s.theirs, s.listings, 0, 0 FROM seller s
    UNION ALL SELECT d.market, d.month, d.vendor, d.measure, d.part, d.whole, coalesce(d.error, 0),
           CASE WHEN $3 = 'A1' THEN coalesce(d.by_chance, 0) + coalesce(d.by_unknown, 0) + coalesce(d.by_move, 0) ELSE 0 END
    FROM doubt d
  ),
  met AS MATERIALIZED (
    SELECT m.market, m.month, m.measure, least(1, count.met / nullif(m.high, 0)) AS reached
    FROM research.market_month m
    JOIN (
      SELECT s.market, s.month, f.measure, sum(f.met) AS met
      FROM seller s CROSS JOIN LATERAL (VALUES ('vendors', 1), ('listings', s.listings)) AS f(measure, met) GROUP BY 1, 2, 3
    ) count USING (market, month, measure)
    UNION ALL
    SELECT g.market, g.month, f.measure, CASE WHEN m.high IS NOT NULL THEN g.sales END
    FROM research.month_reach($4, $5) g CROSS JOIN (VALUES ('transactions'), ('turnover_eur')) AS f(measure)
    LEFT JOIN research.market_month m USING (market, month, measure)
  )
  SELECT f.market, f.month, f.vendor, f.measure, f.part, f.whole, coalesce(t.grade, g.grade), f.error, f.guess, m.reached,
         t.reason_code IS NULL
  FROM found f JOIN graded g USING (market, month) LEFT JOIN met m USING (market, month, measure)
  LEFT JOIN research.market_month t USING (market, month, measure)
$$;

-- One row per market and account with a sale in the window: which part of its sales has no rating (unrated, 0 to 1; 1 where
-- it is not known), and by how much its rated sales may stand for more or fewer than those of others do, as a part of them
-- (spread; of 68 %). What is unsure of sums of rated sales over vendors, if they are to speak for all: share_here takes it.
-- unmet (0 to 1) is the part of its sales for which its ratings do not stand, at the rate at which they are left and as far
-- as that is not chance: the ratings were on pages that were not reached, of other listings than those met.

-- spread joins the standard error of how many sales the account has with how far the number of sales to a rating is from
-- that of the whole market. The rate at which an account's sales are rated is one for all of its months, so that their
-- errors add up. A window is the UTC months that it touches, each as a whole.
CREATE FUNCTION research.sale_doubt(first_day date, last_day date) RETURNS TABLE (
  market text, vendor text, unrated double precision, spread double precision, unmet double precision
) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH seller AS (
    SELECT v.market, v.vendor, sum(v.transactions_shown)::double precision AS shown, sum(v.transactions) AS made,
           sum(v.transactions_high - v.transactions) / 1.959963984540054 AS error,
           sum(v.transactions_shown / nullif(v.feedback_rate, 0)) AS stands,
           sum((v.transactions_shown + 1) * (1 - v.feedback_rate) / nullif(v.feedback_rate, 0)^2) AS chance
    FROM research.vendor_month v WHERE v.month BETWEEN date_trunc('month', $1) AND $2 GROUP BY 1, 2
  ),
  compared AS (
    SELECT s.*, s.made / nullif(s.shown, 0) * (sum(s.shown) OVER one / nullif(sum(s.made) OVER one, 0)) - 1 AS apart
    FROM seller s WINDOW one AS (PARTITION BY s.market)
  )
  SELECT c.market, c.vendor, coalesce(greatest(0, 1 - c.shown / nullif(c.made, 0)), 1),
         sqrt((c.error / nullif(c.made, 0))^2 + coalesce(c.apart, 0)^2),
         CASE WHEN c.made > c.stands
           THEN least(1, (c.made - c.stands)^3 / ((c.made - c.stands)^2 + c.chance + coalesce(c.error, 0)^2) / c.made)
           ELSE 0 END
  FROM compared c
$$;

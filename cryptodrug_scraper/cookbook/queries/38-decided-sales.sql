-- Provenance: how many sales rest on what a person decided?
--
-- Of the simulated windows none: nobody decided anything there. A sale rests on a decision that derive took and that
-- is on its listing's class or price, or on its vendor's country in days that the sale touches. Select the sales
-- themselves with d.decided_by, d.decided_at and d.decided_why to see who decided, when and why; docs/decisions.md
-- tells how.
SELECT
    t.market,
    count(*) AS sales,
    count(d.decision_id) AS sales_decided,
    coalesce(round(sum(t.amount_eur) FILTER (WHERE d.decision_id IS NOT NULL)), 0) AS eur_decided
FROM transaction t
LEFT JOIN LATERAL (
    SELECT d.decision_id, d.decided_by, d.decided_at, d.decided_why
    FROM decision d
    WHERE d.state IN ('applied', 'ground_changed') AND d.market = t.market
      AND (d.listing_id = t.listing_id
           OR (d.kind = 'country' AND d.vendor = t.vendor
               AND coalesce(d.first_day, '-infinity') <= t.occurred_to::date
               AND coalesce(d.last_day, 'infinity') >= t.occurred_from::date))
    ORDER BY d.decided_at DESC
    LIMIT 1
) d ON true
GROUP BY t.market
ORDER BY t.market;

-- Links between an account, those that are thought to be of the same seller, and others that it was compared with: one
-- row per pair of accounts and kind of evidence, those that were taken for the same first. At most 50 accounts of one
-- seller are followed.
-- :market: code of the market.
-- :name: the account's.

WITH RECURSIVE link AS MATERIALIZED (SELECT * FROM account_link),
same AS (
  SELECT market_a, vendor_a, market_b, vendor_b FROM link WHERE decision = 'same'
  UNION ALL
  SELECT market_b, vendor_b, market_a, vendor_a FROM link WHERE decision = 'same'
),
reached (market, vendor) AS (
  SELECT CAST(:market AS text), CAST(:name AS text)
  UNION
  SELECT same.market_b, same.vendor_b FROM reached JOIN same ON same.market_a = reached.market
    AND same.vendor_a = reached.vendor
),
seller AS (SELECT market, vendor FROM reached LIMIT 50)
SELECT link.market_a, link.vendor_a, link.market_b, link.vendor_b, link.decision, link.strength, link.evidence,
  link.detail
FROM link
WHERE (link.decision = 'same'
    AND (link.market_a, link.vendor_a) IN (SELECT market, vendor FROM seller)
    AND (link.market_b, link.vendor_b) IN (SELECT market, vendor FROM seller))
  OR (link.market_a, link.vendor_a) = (:market, :name) OR (link.market_b, link.vendor_b) = (:market, :name)
ORDER BY link.decision = 'same' DESC, 1, 2, 3, 4,
  array_position(ARRAY['very_strong', 'strong', 'medium', 'weak'], link.strength), link.evidence

-- What is sold, one row per account, class and substance (country_goods): is_goods and is_other say whether it is of
-- the goods that are asked for. bears: it is of one of these, and a part of it is counted.
-- :country: the country, ISO 3166-1 alpha-2.
-- :definition: D1 to D4.
-- :attribution: A1 to A3.
-- :first_day: first day of the window.
-- :last_day: its last day.
-- :market: code of the market.
-- :of: the measure of country_goods.
-- :goods: classes of drugs or substances (is_goods).
-- :others: likewise, of what these are compared with; none.
-- :is_everyones: whether what all accounts have is counted, and not the country's part alone.

WITH listed AS (
  SELECT g.*,
         EXISTS (SELECT FROM unnest(CAST(:goods AS text[])) AS o(goods)
                 WHERE research.is_goods(o.goods, g.drug_class, g.substance)) AS is_goods,
         EXISTS (SELECT FROM unnest(CAST(:others AS text[])) AS o(goods)
                 WHERE research.is_goods(o.goods, g.drug_class, g.substance)) AS is_other
  FROM research.country_goods(:country, :definition, :attribution, :first_day, :last_day) g
  WHERE g.market = :market AND g.measure = :of
)
SELECT l.market, l.vendor, l.drug_class, l.substance, l.part, l.whole, l.is_goods, l.is_other,
       (l.is_goods OR l.is_other) AND CASE WHEN :is_everyones THEN l.whole ELSE l.part END > 0 AS bears
FROM listed l ORDER BY l.vendor, l.drug_class, l.substance, l.part, l.whole

-- Origins and moves: between which countries did vendors move, and how often?
--
-- A vendor who moves on two markets is counted on each. Countries that it kept are not part of the move. Regions such
-- as EUROPE are no countries: without countries() a vendor who takes back "Europe" would seem to move. The numbers are
-- a minimum: of a vendor whose only listing is replaced by one from elsewhere origin_history alone tells.
--
-- chart: bars of moves over from_country, to_country, one for each market
SELECT market, left_code AS from_country, came_code AS to_country, count(*) AS moves,
    count(DISTINCT vendor) AS vendors
FROM origin_move
CROSS JOIN unnest(countries(from_codes)) AS left_code
CROSS JOIN unnest(countries(to_codes)) AS came_code
GROUP BY market, left_code, came_code
ORDER BY market, moves DESC, from_country, to_country;

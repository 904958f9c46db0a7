-- Links and migration: where did a country's vendors on markets that ended go, and when did they begin there?
--
-- The interval is when the account elsewhere began: "member since" gives the day, snapshots alone a month. A
-- vendor of the country is one that stated it at any snapshot of the market that ended; it may state another now.
--
-- :country: the country (country, BE)
SELECT gone.from_market, gone.from_vendor, gone.class, gone.to_market, gone.to_vendor,
    gone.first_seen_from::date AS began_from,
    gone.first_seen_to::date AS began_to, gone.evidence, gone.decision
FROM migration gone
WHERE EXISTS (
    SELECT FROM origin_history stated
    WHERE stated.market = gone.from_market
      AND stated.vendor = gone.from_vendor
      AND :country = ANY (stated.origin_codes))
ORDER BY gone.from_market, gone.from_vendor, gone.to_market;

-- Links and migration: where did the Belgian vendors of Dream and Wall Street Market go, and when did they begin
-- there?
--
-- The interval is when the account elsewhere began: "member since" gives the day, snapshots alone a month. Belgian
-- means that the account stated Belgium at any snapshot of the market that ended; it may state another country now.
SELECT gone.from_market, gone.from_vendor, gone.class, gone.to_market, gone.to_vendor,
    gone.first_seen_from::date AS began_from,
    gone.first_seen_to::date AS began_to, gone.evidence, gone.decision
FROM migration gone
WHERE EXISTS (
    SELECT FROM origin_history stated
    WHERE stated.market = gone.from_market
      AND stated.vendor = gone.from_vendor
      AND 'BE' = ANY (stated.origin_codes))
ORDER BY gone.from_market, gone.from_vendor, gone.to_market;

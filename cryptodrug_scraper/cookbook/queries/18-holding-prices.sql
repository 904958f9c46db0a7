-- Prices: which asked prices only kept buyers off, and what was the usual price of the same listing?
--
-- Vendors who are out of stock ask for 9999 rather than delete the listing. A cut at a fixed price misses the small
-- ones and removes real bulk sales; the flag is judged by the listing's own history and by what buyers paid.
-- unverified_high is high with nothing to judge it by: it is kept. implausible is what nobody asks: it is not.
SELECT price.market, price.listing_id, price.first_at::date AS first_seen, price.last_at::date AS last_seen,
    round(price.price_eur::numeric, 2) AS asked_eur, price.price_flag,
    (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY round(usual.price_eur::numeric, 2))
     FROM listing_price usual
     WHERE usual.market = price.market
       AND usual.listing_id = price.listing_id
       AND usual.price_flag = 'ok') AS usual_eur
FROM listing_price price
WHERE price.price_flag IN ('holding', 'unverified_high', 'implausible')
ORDER BY price.market, price.listing_id, price.first_at;

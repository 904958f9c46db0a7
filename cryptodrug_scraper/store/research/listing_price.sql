-- One row per listing and spell in which it was seen with one asked price; prices that were stated at one instant have
-- a row each. Source: measures.money.price_spells (E6), measures.money.holding_prices (E7).

CREATE VIEW research.listing_price AS
SELECT
    current.derive_run, t.market, t.listing_id, t.first_at, t.last_at, t.price, t.currency, t.price_eur,
    t.price_flag, t.observation_count
FROM derived.current_part current
JOIN derived.listing_price t USING (part_id);

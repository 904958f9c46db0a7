-- One row per market: how long after an order its rating is left. Source: measures.ratings.rating_delays (E4, E5).

CREATE VIEW research.rating_delay AS
SELECT current.derive_run, t.market, t.days, t.error_days
FROM derived.current_part current
JOIN derived.rating_delay t USING (part_id);

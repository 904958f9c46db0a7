-- One row per UTC day and currency: what one unit is worth. Source: measures.money.rates (E8).

CREATE VIEW research.fx_rate AS
SELECT
    current.derive_run, t.day, t.currency, t.eur, t.source, t.origin_day
FROM derived.current_part current
JOIN derived.fx_rate t USING (part_id);

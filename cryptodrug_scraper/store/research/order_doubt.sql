-- One row per derivation in which amounts can be learned: how far off those are that no page prints. Source:
-- measures.money.order_doubt (E6).

CREATE VIEW research.order_doubt AS
SELECT current.derive_run, t.alike, t.apart
FROM derived.current_part current
JOIN derived.order_doubt t USING (part_id);

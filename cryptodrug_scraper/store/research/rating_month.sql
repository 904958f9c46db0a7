-- One row per market and UTC month in which a rating was left: which part of them one look alone shows. Source:
-- measures.looks.seen_once.

CREATE VIEW research.rating_month AS
SELECT current.derive_run, t.market, t.month, t.seen_once
FROM derived.current_part current
JOIN derived.rating_month t USING (part_id);

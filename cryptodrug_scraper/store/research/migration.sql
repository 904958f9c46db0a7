-- One row per shock, account that was active before it, and market that it is found on, or one row if on none. Source:
-- measures.accounts.migration (E13).

CREATE VIEW research.migration AS
SELECT
    current.derive_run, t.event, t.from_market, t.from_vendor, t.number, t.class, t.to_market, t.to_vendor,
    t.first_seen_from, t.first_seen_to, t.evidence, t.decision
FROM derived.current_part current
JOIN derived.migration t USING (part_id);

-- One row per market and printed name of an account: the latest name, which the derived tables use. Source:
-- measures.accounts.account_names (E3).

CREATE VIEW research.account_name AS
SELECT
    current.derive_run, t.market, t.printed_name, t.vendor, t.decision, t.evidence
FROM derived.current_part current
JOIN derived.account_name t USING (part_id);

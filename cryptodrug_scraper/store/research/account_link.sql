-- One row per pair of accounts and kind of evidence: a ledger, which merges nothing. Source:
-- measures.accounts.account_links (E12).

CREATE VIEW research.account_link AS
SELECT
    current.derive_run, t.market_a, t.vendor_a, t.market_b, t.vendor_b, t.evidence, t.strength, t.decision, t.score,
    t.detail
FROM derived.current_part current
JOIN derived.account_link t USING (part_id);

-- What kinds of evidence the current derivation has of two accounts, but for decisions.
-- :market_a: market of the account that is first in the alphabet.
-- :vendor_a: that account.
-- :market_b: market of the other one.
-- :vendor_b: that account.

SELECT coalesce(array_agg(DISTINCT link.evidence ORDER BY link.evidence), '{}') AS evidence
FROM derived.current_part
JOIN derived.account_link link USING (part_id)
WHERE link.market_a = :market_a AND link.vendor_a = :vendor_a
  AND link.market_b = :market_b AND link.vendor_b = :vendor_b AND link.evidence <> 'decision'

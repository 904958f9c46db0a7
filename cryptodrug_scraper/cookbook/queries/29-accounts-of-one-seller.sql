-- Links and migration: which accounts on different markets belong together, and by what evidence?
--
-- "same" rests on strong evidence, such as one PGP key; "candidate" is for a person to judge. Equal names alone are
-- wrong in one pair of seven, as sellers imitate each other. Nothing is merged: a link is evidence between two
-- accounts, and not the name of a person.
SELECT market_a, vendor_a, market_b, vendor_b, decision,
    string_agg(evidence || ' (' || strength || ')', ', ' ORDER BY evidence) AS evidence
FROM account_link
WHERE market_a <> market_b
GROUP BY market_a, vendor_a, market_b, vendor_b, decision
ORDER BY decision DESC, vendor_a, market_a, market_b, vendor_b;

CREATE TABLE derived.account_link (
    part_id UUID NOT NULL,
    market_a TEXT NOT NULL,
    vendor_a TEXT NOT NULL,
    market_b TEXT NOT NULL,
    vendor_b TEXT NOT NULL,
    evidence TEXT NOT NULL,
    strength TEXT NOT NULL,
    decision TEXT NOT NULL,
    score DOUBLE PRECISION,
    detail TEXT NOT NULL,
    CONSTRAINT account_link_pkey PRIMARY KEY (part_id, market_a, vendor_a, market_b, vendor_b, evidence)
);
COMMENT ON TABLE derived.account_link IS
    'One row per pair of accounts and kind of evidence: a ledger, which merges nothing. Source: measures.accounts.account_links (E12).';
COMMENT ON COLUMN derived.account_link.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.account_link.market_a IS
    'Market of the first account.';
COMMENT ON COLUMN derived.account_link.vendor_a IS
    'The first account. Personal data.';
COMMENT ON COLUMN derived.account_link.market_b IS
    'Market of the second account.';
COMMENT ON COLUMN derived.account_link.vendor_b IS
    'The second account. Personal data.';
COMMENT ON COLUMN derived.account_link.evidence IS
    'What kind of evidence, in a word.';
COMMENT ON COLUMN derived.account_link.strength IS
    'very_strong, strong, medium or weak.';
COMMENT ON COLUMN derived.account_link.decision IS
    'same, candidate (a person should look) or rejected: of the pair, by all its evidence.';
COMMENT ON COLUMN derived.account_link.score IS
    'How alike they are, from 0 to 1. NULL: it has no degrees.';
COMMENT ON COLUMN derived.account_link.detail IS
    'What agrees, or contradicts.';

CREATE TABLE derived.account_name (
    part_id UUID NOT NULL,
    printed_name TEXT NOT NULL,
    market TEXT NOT NULL,
    vendor TEXT NOT NULL,
    decision TEXT,
    evidence TEXT,
    CONSTRAINT account_name_pkey PRIMARY KEY (part_id, printed_name)
);
COMMENT ON TABLE derived.account_name IS
    'One row per market and printed name of an account: the latest name, which the derived tables use. Source: measures.accounts.account_names (E3).';
COMMENT ON COLUMN derived.account_name.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.account_name.printed_name IS
    'Name as printed. Personal data.';
COMMENT ON COLUMN derived.account_name.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.account_name.vendor IS
    'Latest name of the same account. Personal data.';
COMMENT ON COLUMN derived.account_name.decision IS
    'same (one key, shared listings) or candidate (shared listings with continuous ratings). NULL: it never had another name.';
COMMENT ON COLUMN derived.account_name.evidence IS
    'What tells. NULL: it never had another name.';

CREATE TABLE derived.migration (
    part_id UUID NOT NULL,
    event TEXT NOT NULL,
    from_market TEXT NOT NULL,
    from_vendor TEXT NOT NULL,
    number BIGINT NOT NULL,
    class TEXT NOT NULL,
    to_market TEXT,
    to_vendor TEXT,
    first_seen_from TIMESTAMP WITH TIME ZONE,
    first_seen_to TIMESTAMP WITH TIME ZONE,
    evidence TEXT,
    decision TEXT,
    CONSTRAINT migration_pkey PRIMARY KEY (part_id, event, from_market, from_vendor, number)
);
COMMENT ON TABLE derived.migration IS
    'One row per shock, account that was active before it, and market that it is found on, or one row if on none. Source: measures.accounts.migration (E13).';
COMMENT ON COLUMN derived.migration.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.migration.event IS
    'The shock, as in market_event.';
COMMENT ON COLUMN derived.migration.from_market IS
    'The market that it struck.';
COMMENT ON COLUMN derived.migration.from_vendor IS
    'The account there. Personal data.';
COMMENT ON COLUMN derived.migration.number IS
    'Number of the row of this account, from 1.';
COMMENT ON COLUMN derived.migration.class IS
    'migrant (first seen elsewhere after the shock), multi_homer (before), ambiguous, or lost (not found up to the last snapshot, which does not mean that it quit).';
COMMENT ON COLUMN derived.migration.to_market IS
    'The market that it is found on. NULL: none.';
COMMENT ON COLUMN derived.migration.to_vendor IS
    'The account there. Personal data. NULL: none.';
COMMENT ON COLUMN derived.migration.first_seen_from IS
    'Start of the interval in which it began there (UTC). NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.migration.first_seen_to IS
    'End of that interval (UTC). NULL: not found.';
COMMENT ON COLUMN derived.migration.evidence IS
    'What tells when it began there. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.migration.decision IS
    'Of the link between both accounts (account_link). NULL: cannot be known from what was seen.';

CREATE TABLE market (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    first_usable_on DATE,
    last_usable_on DATE,
    CONSTRAINT market_pkey PRIMARY KEY (code)
);
COMMENT ON TABLE market IS
    'One row per market that is studied. Source: the market calendar, reviewed by hand.';
COMMENT ON COLUMN market.code IS
    'Short name of the market, as in every other table.';
COMMENT ON COLUMN market.name IS
    'Full name of the market.';
COMMENT ON COLUMN market.first_usable_on IS
    'First UTC day from which its pages can be used. NULL: before the study window, day not known.';
COMMENT ON COLUMN market.last_usable_on IS
    'Last UTC day on which its pages can be used; what is missing later is censored. NULL: not known.';

CREATE TABLE market_event (
    market TEXT NOT NULL,
    event TEXT NOT NULL,
    first_on DATE NOT NULL,
    last_on DATE NOT NULL,
    note TEXT NOT NULL,
    evidence TEXT NOT NULL,
    source TEXT,
    CONSTRAINT market_event_pkey PRIMARY KEY (market, event),
    CONSTRAINT evidence_word CHECK (evidence IN ('read', 'recalled')),
    CONSTRAINT market_event_market_fkey FOREIGN KEY(market) REFERENCES market (code)
);
COMMENT ON TABLE market_event IS
    'One row per market and event that censors or shocks its data. Source: the market calendar, reviewed by hand; each event says how it is known.';
COMMENT ON COLUMN market_event.market IS
    'Code of the market (market).';
COMMENT ON COLUMN market_event.event IS
    'What happened, in a word such as closure_announced.';
COMMENT ON COLUMN market_event.first_on IS
    'Earliest UTC day on which it can have happened.';
COMMENT ON COLUMN market_event.last_on IS
    'Latest UTC day on which it can have happened; the same if it is known.';
COMMENT ON COLUMN market_event.note IS
    'What is known of it, in a sentence.';
COMMENT ON COLUMN market_event.evidence IS
    'read: stands in the source that is named. recalled: from memory, to be verified before it is cited.';
COMMENT ON COLUMN market_event.source IS
    'Where it stands. NULL: no source was seen.';

ALTER TABLE market_event ADD COLUMN acts TEXT, ADD COLUMN title JSONB, ADD COLUMN stated_by TEXT;
UPDATE market_event SET
    stated_by = 'package',
    acts = CASE
        WHEN event = 'opened' THEN 'opening'
        WHEN event = 'closure_announced' THEN 'shock'
        WHEN event IN ('exit_scam', 'seizure_reported') THEN 'end'
        WHEN event IN ('seized', 'taken_over', 'closed') THEN 'closing'
        ELSE 'nothing'
    END;
ALTER TABLE market_event
    ALTER COLUMN acts SET NOT NULL,
    ALTER COLUMN stated_by SET NOT NULL,
    ADD CONSTRAINT acts_word CHECK (acts IN ('nothing', 'opening', 'shock', 'end', 'closing')),
    ADD CONSTRAINT stated_by_word CHECK (stated_by IN ('package', 'file'));
COMMENT ON COLUMN market_event.acts IS
    'What follows from it: nothing; opening (nothing of the market is shown before its first day); shock (findings ask where vendors went after it); end (that, and nobody trades there after its last day); closing (that, and no page of the market can have been made after its last day).';
COMMENT ON COLUMN market_event.title IS
    'What reports call it, by language (en, fr, nl). NULL: they have a word of their own for it.';
COMMENT ON COLUMN market_event.stated_by IS
    'Where it comes from: package (the calendar of the market''s package) or file (cryptodrug event load).';

CREATE TABLE derived.capture_time (
    part_id UUID NOT NULL,
    capture_id UUID NOT NULL,
    market TEXT NOT NULL,
    stated_from TIMESTAMPTZ,
    stated_to TIMESTAMPTZ,
    source TEXT NOT NULL,
    estimated_from TIMESTAMPTZ,
    estimated_to TIMESTAMPTZ,
    verdict TEXT NOT NULL,
    doubt DOUBLE PRECISION NOT NULL,
    evidence JSON NOT NULL,
    CONSTRAINT capture_time_pkey PRIMARY KEY (part_id, capture_id)
);
COMMENT ON TABLE derived.capture_time IS
    'One row per capture of a market: when the page was made, by what its source states and what speaks from inside of '
    'it. All that derive makes rests on it; views of observed rows alone rest on what the source states. Source: '
    'measures.times.capture_times.';
COMMENT ON COLUMN derived.capture_time.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.capture_time.capture_id IS 'The page (capture).';
COMMENT ON COLUMN derived.capture_time.market IS 'Code of the market.';
COMMENT ON COLUMN derived.capture_time.stated_from IS
    'Earliest instant that its source states (UTC). NULL: it states none.';
COMMENT ON COLUMN derived.capture_time.stated_to IS
    'Latest instant that its source states (UTC). NULL: it states none.';
COMMENT ON COLUMN derived.capture_time.source IS 'What states it, as capture_origin.time_source.';
COMMENT ON COLUMN derived.capture_time.estimated_from IS
    'Earliest instant at which it is thought to have been made (UTC). NULL: nothing tells.';
COMMENT ON COLUMN derived.capture_time.estimated_to IS
    'Latest instant at which it is thought to have been made (UTC). NULL: nothing tells.';
COMMENT ON COLUMN derived.capture_time.verdict IS
    'agrees (the page and its source tell the same, or nothing contradicts a source that noted the time of fetching), '
    'older or newer (the page was made before or after what its source states, and the estimate is another), unsure '
    '(nothing on the page tells, or it contradicts itself: what the source states stands).';
COMMENT ON COLUMN derived.capture_time.doubt IS
    'Chance that it was made at another time than the estimate says, from 0 to 1: by the verdict and, where nothing on '
    'the page tells, by how many pages of its source are old copies among those that tell.';
COMMENT ON COLUMN derived.capture_time.evidence IS
    'How many pieces of evidence there are of each kind, and how many of them are for what the source states '
    '(_for): clock, the page''s own; ratings that other pages show, too; counters that only grow; rates of '
    'exchange; newest, the latest time that it names; bytes, the same page to the byte is there earlier; life, '
    'its market was not open then. What is not named told nothing.';

ALTER TABLE derived.distinct_review ADD COLUMN certainty DOUBLE PRECISION;
COMMENT ON COLUMN derived.distinct_review.certainty IS
    'Chance that all sightings are of one rating, and that no other row is the same one, from 0 to 1: below 1 where rows '
    'are equal in all but their dates, which contradict each other. NULL: release 0.2.0 made the row.';

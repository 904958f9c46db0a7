CREATE TABLE derived.population (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    "of" TEXT NOT NULL,
    estimator TEXT NOT NULL,
    market TEXT NOT NULL,
    value DOUBLE PRECISION,
    low DOUBLE PRECISION,
    high DOUBLE PRECISION,
    warning TEXT,
    CONSTRAINT population_pkey PRIMARY KEY (part_id, snapshot_id, "of", estimator)
);
COMMENT ON TABLE derived.population IS
    'One row per snapshot, what is counted and estimator: how many there were. Source: measures.looks.populations (E2).';
COMMENT ON COLUMN derived.population.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.population.snapshot_id IS
    'The snapshot.';
COMMENT ON COLUMN derived.population.of IS
    'listing or vendor.';
COMMENT ON COLUMN derived.population.estimator IS
    'seen (a plain count); jolly_seber (open population, at this snapshot); chapman (this and the one before); schnabel (closed population, up to this one); chao2 (ever there up to this one; too high where much comes and goes).';
COMMENT ON COLUMN derived.population.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.population.value IS
    'The estimate. NULL: it cannot be made; see warning.';
COMMENT ON COLUMN derived.population.low IS
    'Lower end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.population.high IS
    'Upper end of the 95 % interval. NULL: cannot be known from what was seen.';
COMMENT ON COLUMN derived.population.warning IS
    'What to know before it is used. NULL: nothing.';

CREATE TABLE derived.snapshot (
    part_id UUID NOT NULL,
    snapshot_id TEXT NOT NULL,
    market TEXT NOT NULL,
    first_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE NOT NULL,
    crawl_id UUID,
    capture_count BIGINT NOT NULL,
    wall_count BIGINT NOT NULL,
    incomplete_count BIGINT NOT NULL,
    listing_page_count BIGINT NOT NULL,
    listing_seen BIGINT,
    listing_expected BIGINT,
    vendor_seen BIGINT,
    vendor_expected BIGINT,
    review_seen BIGINT,
    review_expected BIGINT,
    listing_completeness DOUBLE PRECISION,
    vendor_completeness DOUBLE PRECISION,
    review_completeness DOUBLE PRECISION,
    grade TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT snapshot_pkey PRIMARY KEY (part_id, snapshot_id)
);
COMMENT ON TABLE derived.snapshot IS
    'One row per snapshot, that is one look at one market: a crawl, or a run of imported captures without a long gap; with how complete it is. Source: measures.looks.snapshots, measures.looks.completeness (E1).';
COMMENT ON COLUMN derived.snapshot.part_id IS
    'The part of a derivation that gave this row (part); runs that agree in input and parameters share it.';
COMMENT ON COLUMN derived.snapshot.snapshot_id IS
    'Market and first instant of the snapshot.';
COMMENT ON COLUMN derived.snapshot.market IS
    'Code of the market.';
COMMENT ON COLUMN derived.snapshot.first_at IS
    'When its first page was captured (UTC).';
COMMENT ON COLUMN derived.snapshot.last_at IS
    'When its last page was captured (UTC).';
COMMENT ON COLUMN derived.snapshot.crawl_id IS
    'The crawl (crawl_quality). NULL: imported captures.';
COMMENT ON COLUMN derived.snapshot.capture_count IS
    'Pages that were captured, walls included.';
COMMENT ON COLUMN derived.snapshot.wall_count IS
    'Those that are walls (login, captcha, gone …).';
COMMENT ON COLUMN derived.snapshot.incomplete_count IS
    'Those that are cut.';
COMMENT ON COLUMN derived.snapshot.listing_page_count IS
    'Listings whose own page was captured.';
COMMENT ON COLUMN derived.snapshot.listing_seen IS
    'Distinct listings that were seen, as compared. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.listing_expected IS
    'Listings by the site''s own totals. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_seen IS
    'Vendors whose own page was captured. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_expected IS
    'Vendors named on any page. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_seen IS
    'Ratings that were seen, as compared. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_expected IS
    'Ratings by the counters and bands of the vendors seen, as far as pages can show them. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.listing_completeness IS
    'listing_seen / listing_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.vendor_completeness IS
    'vendor_seen / vendor_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.review_completeness IS
    'review_seen / review_expected. NULL: no page says what there should be.';
COMMENT ON COLUMN derived.snapshot.grade IS
    'complete (levels and shares), usable (shares; levels by an estimator) or partial (left out of trends).';
COMMENT ON COLUMN derived.snapshot.reason IS
    'What decided on the grade, with its figures.';

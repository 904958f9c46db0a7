CREATE TABLE external_rating (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    vendor_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    external_market TEXT NOT NULL,
    sales_count BIGINT,
    sales_since DATE,
    sales_is_exact BOOLEAN,
    rating_mean NUMERIC,
    rating_scale BIGINT,
    positive_count BIGINT,
    neutral_count BIGINT,
    negative_count BIGINT
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.external_rating_unknown PARTITION OF external_rating (
    CONSTRAINT external_rating_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX external_rating_run_idx ON external_rating (parse_run_id);
COMMENT ON TABLE external_rating IS
    'One row per other market whose reputation a page shows for an account. Never add it to the account''s own. Source: vendor.external_ratings.';
COMMENT ON COLUMN external_rating.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN external_rating.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN external_rating.vendor_ordinal IS
    'The record that it is a part of: vendor_observation.ordinal of the same reading.';
COMMENT ON COLUMN external_rating.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN external_rating.external_market IS
    'The other market, as printed.';
COMMENT ON COLUMN external_rating.sales_count IS
    'Sales there. NULL: not shown.';
COMMENT ON COLUMN external_rating.sales_since IS
    'Day from which sales_count counts. NULL: not shown.';
COMMENT ON COLUMN external_rating.sales_is_exact IS
    'False where sales_count is rounded down. NULL: not shown.';
COMMENT ON COLUMN external_rating.rating_mean IS
    'Mean rating there, out of rating_scale. NULL: not shown.';
COMMENT ON COLUMN external_rating.rating_scale IS
    'Best rating there is. NULL: not shown.';
COMMENT ON COLUMN external_rating.positive_count IS
    'Positive ratings there. NULL: not shown.';
COMMENT ON COLUMN external_rating.neutral_count IS
    'Neutral ratings there. NULL: not shown.';
COMMENT ON COLUMN external_rating.negative_count IS
    'Negative ratings there. NULL: not shown.';

CREATE TABLE vendor_counter (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    vendor_ordinal INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    counter TEXT NOT NULL,
    window_or_band TEXT,
    value BIGINT,
    is_exact BOOLEAN,
    since DATE
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.vendor_counter_unknown PARTITION OF vendor_counter (
    CONSTRAINT vendor_counter_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX vendor_counter_run_idx ON vendor_counter (parse_run_id);
COMMENT ON TABLE vendor_counter IS
    'One row per number of a feedback window, a band of star counts, the trust votes or the star ratings of an account, as one place of one page states it. Source: vendor.feedback, star_counts, trust_votes, star_ratings.';
COMMENT ON COLUMN vendor_counter.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN vendor_counter.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN vendor_counter.vendor_ordinal IS
    'The record that it is a part of: vendor_observation.ordinal of the same reading.';
COMMENT ON COLUMN vendor_counter.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN vendor_counter.counter IS
    'feedback_positive, feedback_neutral, feedback_negative; stars_1 to stars_5; trust_votes_for, trust_votes_against; or the stars (0 to 5) rating_stealth, rating_quality, rating_value.';
COMMENT ON COLUMN vendor_counter.window_or_band IS
    'Rolling window 1m, 6m, 12m, or disjoint band of age newer_1m, newer_3m, older. NULL: over all time.';
COMMENT ON COLUMN vendor_counter.value IS
    'The number. NULL: shown empty, or unreadable.';
COMMENT ON COLUMN vendor_counter.is_exact IS
    'False where the market rounds it (a lower bound). NULL: the page does not say.';
COMMENT ON COLUMN vendor_counter.since IS
    'Day from which it counts. NULL: not shown.';

CREATE TABLE vendor_observation (
    captured_at TIMESTAMP WITH TIME ZONE,
    parse_run_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    is_repeat BOOLEAN NOT NULL,
    vendor TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    sales_count BIGINT,
    sales_since DATE,
    sales_is_exact BOOLEAN,
    rating_mean NUMERIC,
    rating_scale BIGINT,
    rating_count BIGINT,
    positive_share_pct NUMERIC,
    level BIGINT,
    trust_level BIGINT,
    experience BIGINT,
    is_trusted BOOLEAN,
    may_finalize_early BOOLEAN,
    member_since DATE,
    last_active_on DATE,
    is_banned BOOLEAN,
    is_on_vacation BOOLEAN,
    profile_sha256 BYTEA,
    terms_sha256 BYTEA,
    pgp_key_sha256 BYTEA,
    pgp_fingerprint TEXT,
    dispute_count BIGINT,
    order_count BIGINT,
    empty_fields TEXT[] NOT NULL,
    ships_from_raw TEXT,
    ships_from_kind TEXT,
    origin_codes TEXT[],
    origin_excluded TEXT[],
    payment TEXT[],
    active_from TIMESTAMP WITH TIME ZONE,
    active_to TIMESTAMP WITH TIME ZONE
) PARTITION BY RANGE (captured_at);
CREATE TABLE partitions.vendor_observation_unknown PARTITION OF vendor_observation (
    CONSTRAINT vendor_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;
CREATE INDEX vendor_observation_run_idx ON vendor_observation (parse_run_id, vendor);
CREATE INDEX vendor_observation_vendor_idx ON vendor_observation (vendor);
COMMENT ON TABLE vendor_observation IS
    'One row per place of a page that states something of a selling account: its own pages, a listing''s page, or a card. A page may state the same account many times (is_repeat). Source: the parsers'' vendor records.';
COMMENT ON COLUMN vendor_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN vendor_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN vendor_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN vendor_observation.is_repeat IS
    'True where the same page states the account elsewhere, and better or earlier: count the other row.';
COMMENT ON COLUMN vendor_observation.vendor IS
    'Name of the account as printed. Personal data.';
COMMENT ON COLUMN vendor_observation.seen_on IS
    'page (the account''s own), listing (a listing''s page) or card.';
COMMENT ON COLUMN vendor_observation.sales_count IS
    'Running count of sales; see sales_is_exact. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.sales_since IS
    'Day from which sales_count counts. NULL: not shown.';
COMMENT ON COLUMN vendor_observation.sales_is_exact IS
    'False where the market rounds sales_count, which is then a lower bound. NULL: not known, or no count.';
COMMENT ON COLUMN vendor_observation.rating_mean IS
    'Mean rating, out of rating_scale. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.rating_scale IS
    'Best rating there is. NULL: there is no rating.';
COMMENT ON COLUMN vendor_observation.rating_count IS
    'Number of ratings, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.positive_share_pct IS
    'Share of positive ratings, in per cent. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.level IS
    'Level that the market gives the account. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.trust_level IS
    'Trust level that the market gives the account. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.experience IS
    'Experience points that the market gives it. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.is_trusted IS
    'Whether the market marks the account as trusted. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.may_finalize_early IS
    'Whether the account may have buyers pay before delivery. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.member_since IS
    'Day on which it joined, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.last_active_on IS
    'Day on which it was last active, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.is_banned IS
    'Whether it is shown as banned. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.is_on_vacation IS
    'Whether it is shown as away. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.profile_sha256 IS
    'Digest of the profile (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.terms_sha256 IS
    'Digest of the terms (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.pgp_key_sha256 IS
    'Digest of the printed PGP key (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.pgp_fingerprint IS
    'Fingerprint of the PGP key. Personal data. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.dispute_count IS
    'Disputes, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.order_count IS
    'Orders, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.empty_fields IS
    'Fields that the page shows without a value, or whose value could not be read (then parse_issue names them); a list shown without entries too. What is NULL and not named here is not shown.';
COMMENT ON COLUMN vendor_observation.ships_from_raw IS
    'Where the account says that it sends from, as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.ships_from_kind IS
    'What that is: country, multi, region, world, digital or unknown. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.origin_codes IS
    'Set of origins of the account: ISO 3166-1 alpha-2 and region names, sorted; empty if none could be read. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.origin_excluded IS
    'Places that the origin names as excluded, sorted. NULL: there is no origin.';
COMMENT ON COLUMN vendor_observation.payment IS
    'Ways in which the account is paid, among escrow, finalize_early and multisig. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.active_from IS
    'Start of the interval in which the account was last active, from a printed age or bound (UTC). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN vendor_observation.active_to IS
    'End of the interval that begins with active_from, itself outside (UTC). NULL: not known.';

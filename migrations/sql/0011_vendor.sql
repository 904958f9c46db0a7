-- Accounts and the reviews of them, without what the reading of the page says (parse_run).

CREATE TABLE vendor_observation (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    ordinal integer NOT NULL,
    is_repeat boolean NOT NULL,
    vendor text NOT NULL,
    seen_on text NOT NULL,
    sales_count bigint,
    sales_since date,
    sales_is_exact boolean,
    rating_mean numeric,
    rating_scale bigint,
    rating_count bigint,
    positive_share_pct numeric,
    level bigint,
    trust_level bigint,
    experience bigint,
    is_trusted boolean,
    may_finalize_early boolean,
    member_since date,
    last_active_on date,
    is_banned boolean,
    is_on_vacation boolean,
    profile_sha256 bytea,
    terms_sha256 bytea,
    pgp_key_sha256 bytea,
    pgp_fingerprint text,
    dispute_count bigint,
    order_count bigint,
    empty_fields text[] NOT NULL,
    ships_from_raw text,
    ships_from_kind text,
    origin_codes text[],
    origin_excluded text[],
    payment text[],
    active_from timestamptz,
    active_to timestamptz
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.vendor_observation_unknown PARTITION OF vendor_observation (
    CONSTRAINT vendor_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX vendor_observation_run_idx ON vendor_observation (parse_run_id);
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
    'page (the account''s own), listing (an offer''s page) or card.';
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

CREATE TABLE vendor_counter (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    vendor_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    counter text NOT NULL,
    window_or_band text,
    value bigint,
    is_exact boolean,
    since date
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

CREATE TABLE external_rating (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    vendor_ordinal integer NOT NULL,
    ordinal integer NOT NULL,
    external_market text NOT NULL,
    sales_count bigint,
    sales_since date,
    sales_is_exact boolean,
    rating_mean numeric,
    rating_scale bigint,
    positive_count bigint,
    neutral_count bigint,
    negative_count bigint
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

CREATE TABLE review_observation (
    captured_at timestamptz,
    parse_run_id uuid NOT NULL,
    ordinal integer NOT NULL,
    position integer NOT NULL,
    occurred_from timestamptz,
    occurred_to timestamptz,
    vendor text,
    listing_id text,
    listing_title text,
    stars numeric,
    sign text,
    comment_sha256 bytea,
    is_default_comment boolean,
    buyer_mask text,
    amount numeric,
    amount_currency text,
    amount_step numeric,
    amount_step_currency text,
    age_raw text,
    reply_sha256 bytea,
    empty_fields text[] NOT NULL
) PARTITION BY RANGE (captured_at);

CREATE TABLE partitions.review_observation_unknown PARTITION OF review_observation (
    CONSTRAINT review_observation_time_is_unknown CHECK (captured_at IS NULL)
) DEFAULT;

CREATE INDEX review_observation_run_idx ON review_observation (parse_run_id);
CREATE INDEX review_observation_vendor_idx ON review_observation (vendor);

COMMENT ON TABLE review_observation IS
    'One row per rating in a list on a page. The same rating on two pages, or on two days, is two rows; two equal rows of one page are two ratings. Source: the parsers'' review records.';
COMMENT ON COLUMN review_observation.captured_at IS
    'Best single instant of the capture (see capture.captured_at); the table is partitioned by its UTC month. NULL: unknown.';
COMMENT ON COLUMN review_observation.parse_run_id IS
    'The reading of the page that gave this row (parse_run); its page and market are there.';
COMMENT ON COLUMN review_observation.ordinal IS
    'Position among the records of the page (in the list, for a part of a record), from 0.';
COMMENT ON COLUMN review_observation.position IS
    'Position in the page''s list, from 1.';
COMMENT ON COLUMN review_observation.occurred_from IS
    'Earliest instant at which the rating can have been left (UTC), from the printed age and the capture time. NULL: not known.';
COMMENT ON COLUMN review_observation.occurred_to IS
    'End of the interval that begins with occurred_from, itself outside (UTC). NULL: not known.';
COMMENT ON COLUMN review_observation.vendor IS
    'Name of the account that is rated. Personal data. NULL: the page does not say.';
COMMENT ON COLUMN review_observation.listing_id IS
    'The offer that was bought (market''s own id). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.listing_title IS
    'Title of the offer that was bought. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.stars IS
    'Stars given, out of 5. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.sign IS
    'positive, neutral or negative. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.comment_sha256 IS
    'Digest of the buyer''s words (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.is_default_comment IS
    'Whether the words are the market''s own default; then there is no comment. NULL: not known.';
COMMENT ON COLUMN review_observation.buyer_mask IS
    'Masked name of the buyer. Personal data. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.amount IS
    'Amount of the order, in amount_currency. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.amount_currency IS
    'Currency of amount. NULL: there is no amount.';
COMMENT ON COLUMN review_observation.amount_step IS
    'Rounding of the printed amount, in amount_step_currency. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.amount_step_currency IS
    'Currency of amount_step. NULL: there is none.';
COMMENT ON COLUMN review_observation.age_raw IS
    'Age or time as printed. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.reply_sha256 IS
    'Digest of the vendor''s answer (text). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.empty_fields IS
    'Fields that the page shows without a value, or whose value could not be read (then parse_issue names them). What is NULL and not named here is not shown.';

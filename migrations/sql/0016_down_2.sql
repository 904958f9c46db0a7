DELETE FROM leaving_month WHERE successor = 'review_list';

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
    'The listing that was bought (market''s own id). NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
COMMENT ON COLUMN review_observation.listing_title IS
    'Title of the listing that was bought. NULL: this kind of page does not show it; or the page shows it empty, or it was unreadable (see empty_fields).';
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

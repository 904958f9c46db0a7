CREATE TABLE review_list (
    month DATE,
    review_list_id UUID NOT NULL,
    CONSTRAINT review_list_key UNIQUE NULLS NOT DISTINCT (review_list_id, month)
) PARTITION BY RANGE (month);
CREATE TABLE partitions.review_list_unknown PARTITION OF review_list (
    CONSTRAINT review_list_time_is_unknown CHECK (month IS NULL)
) DEFAULT;
COMMENT ON TABLE review_list IS
    'One row per list of ratings that pages of one month show; captures that repeat it unchanged share it (parse_run.review_list_id), whichever parser version read them. Source: the loader.';
COMMENT ON COLUMN review_list.month IS
    'First day of the UTC month of the captures that show it, by which the table is partitioned. NULL: their time is unknown.';
COMMENT ON COLUMN review_list.review_list_id IS
    'Identifier made of the month and of all that the list says: the same on any machine (parse_run.review_list_id).';

CREATE TABLE review_observation (
    month DATE,
    review_list_id UUID NOT NULL,
    ordinal INTEGER NOT NULL,
    position INTEGER NOT NULL,
    occurred_from TIMESTAMP WITH TIME ZONE,
    occurred_to TIMESTAMP WITH TIME ZONE,
    vendor TEXT,
    listing_id TEXT,
    listing_title TEXT,
    stars NUMERIC,
    sign TEXT,
    comment_sha256 BYTEA,
    is_default_comment BOOLEAN,
    buyer_mask TEXT,
    amount NUMERIC,
    amount_currency TEXT,
    amount_step NUMERIC,
    amount_step_currency TEXT,
    age_raw TEXT,
    reply_sha256 BYTEA,
    empty_fields TEXT[] NOT NULL
) PARTITION BY RANGE (month);
CREATE TABLE partitions.review_observation_unknown PARTITION OF review_observation (
    CONSTRAINT review_observation_time_is_unknown CHECK (month IS NULL)
) DEFAULT;
CREATE INDEX review_observation_list_idx ON review_observation (review_list_id, ordinal);
CREATE INDEX review_observation_vendor_idx ON review_observation (vendor);
COMMENT ON TABLE review_observation IS
    'One row per rating in a list of ratings (review_list). The same rating in two lists is two rows; two equal rows of one list are two ratings. The view research.review has a row for each page that shows it. Source: the parsers'' review records.';
COMMENT ON COLUMN review_observation.month IS
    'First day of the UTC month of the captures that show it, by which the table is partitioned. NULL: their time is unknown.';
COMMENT ON COLUMN review_observation.review_list_id IS
    'Identifier made of the month and of all that the list says: the same on any machine (parse_run.review_list_id).';
COMMENT ON COLUMN review_observation.ordinal IS
    'Position among the records of the page, from 0.';
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

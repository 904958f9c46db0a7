-- What decided on the class of a listing.

ALTER TABLE listing_observation ADD COLUMN drug_class_source text;

COMMENT ON COLUMN listing_observation.drug_class_source IS
    'What decided on drug_class: category (the market''s), title (its words), or category_words (those of a category that the taxonomy does not know). NULL: there is no class, or it was read before this was noted.';

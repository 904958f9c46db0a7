-- What the markup of pages is made of.

CREATE TABLE page_structure (
    structure_id uuid NOT NULL,
    marks text[] NOT NULL,
    CONSTRAINT page_structure_pkey PRIMARY KEY (structure_id)
);

COMMENT ON TABLE page_structure IS
    'One row per distinct set of class names and ids in the markup of pages; many pages share one. Source: the loader.';
COMMENT ON COLUMN page_structure.structure_id IS
    'Identifier made of the marks: the same on any machine.';
COMMENT ON COLUMN page_structure.marks IS
    'Class names as .name and ids as #name, digits folded to 0, sorted; none of a page''s own texts.';

ALTER TABLE parse_run ADD COLUMN structure_id uuid;

COMMENT ON COLUMN parse_run.structure_id IS
    'What the page''s markup is made of (page_structure). NULL: of no known market, or loaded before structures were noted.';

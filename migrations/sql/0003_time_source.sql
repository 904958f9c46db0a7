-- Where capture times come from: what the importers of other collections' forms find.

ALTER TABLE capture_origin DROP CONSTRAINT time_source_word;
ALTER TABLE capture_origin ADD CONSTRAINT time_source_word CHECK (time_source IN ('sidecar', 'comment', 'directory', 'modified', 'warc', 'mhtml', 'http_date', 'file_name', 'received_on', 'option', 'none'));

COMMENT ON COLUMN capture_origin.time_source IS
    'Where this sighting''s capture time comes from: sidecar, comment (left in the page by what saved it), directory, modified (of the file), warc, mhtml, http_date, file_name, received_on (a local time, known to a day), option (given by hand) or none.';
COMMENT ON COLUMN capture_origin.path IS
    'File that holds it, relative to the folder or archive that was given; a path inside a tar or zip archive follows its name after !/.';

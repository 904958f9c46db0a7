DROP FUNCTION research.vendors_on(date);
DROP FUNCTION research.listings_on(date);
DROP FUNCTION research.snapshots_around(date);
DROP SCHEMA derived CASCADE;

CREATE SCHEMA partitions;
COMMENT ON SCHEMA partitions IS
    'The months of the large tables, one table each. Query the tables in the public schema.';

CREATE SCHEMA derived;
COMMENT ON SCHEMA derived IS
    'What cryptodrug derive makes of the observed tables. Researchers see it through the schema research.';

"""Turn records into rows of tables: one module for each kind of record."""

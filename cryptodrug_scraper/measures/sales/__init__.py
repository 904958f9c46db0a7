"""Sales, their amounts, and their sums by vendor, month and market."""

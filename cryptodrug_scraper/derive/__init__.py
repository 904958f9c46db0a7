"""From observed tables to derived ones: what is read, which measures are made of it, and where they are kept."""

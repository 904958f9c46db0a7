"""Programs that measure, each against a floor in the same run; README.md says which and how to read them."""

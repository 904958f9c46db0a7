"""What a year of three markets costs at a part of its size, stage by stage, and the arithmetic to larger ones."""

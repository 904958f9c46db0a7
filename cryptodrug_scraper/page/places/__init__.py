"""Read places as pages write them: in fields, and in free texts that exclude destinations."""

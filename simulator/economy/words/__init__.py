"""What people write: names, titles, descriptions, comments, all made up, and made when they are asked for."""

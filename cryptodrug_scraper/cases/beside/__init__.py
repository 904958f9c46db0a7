"""Drafts beside their pages, for a person to read: pages of HTML that load nothing."""

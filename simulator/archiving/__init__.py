"""Simulated crawls: the pages that a crawler with a given policy would have saved, as archives or folders."""

from simulator.archiving.policy import Policy, load_policy, policy_of
from simulator.archiving.run import Summary, archive_crawls

__all__ = ["Policy", "Summary", "archive_crawls", "load_policy", "policy_of"]

"""Integrations that are left over, unfinished or out of order."""

"""Audit the incoming and outgoing webhooks of a Rocket.Chat workspace."""

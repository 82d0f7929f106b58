"""Asking a workspace: the only room that knows the network, the clock and secrets."""

"""A small Rocket.Chat workspace on loopback, and the generator of its sample."""

"""Who made an integration, whom it posts as, and the token that opens it."""

"""What is seen: tidy tables of a snapshot."""

"""What integration scripts hold, and whether they run."""

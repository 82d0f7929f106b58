"""What is judged: checks, their findings, and what mutes them."""

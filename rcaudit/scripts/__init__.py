"""Reading integration scripts without running them."""

"""What holds for every test."""

from hypothesis import settings

# The clock is no judge of an example: coverage and a busy machine make any of them slow. What has
# to be quick has a test of its own.
settings.register_profile("rcaudit", deadline=None)
settings.load_profile("rcaudit")

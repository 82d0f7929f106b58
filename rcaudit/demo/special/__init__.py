"""The hand-made integrations of the sample: every special case once or more, by theme."""

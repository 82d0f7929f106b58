"""What is kept of a workspace: redacted documents and how complete they are."""

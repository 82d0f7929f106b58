"""Where an integration sends, and what it hears or may do."""

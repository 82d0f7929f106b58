"""What is shown: files, figures and pages made from tables."""

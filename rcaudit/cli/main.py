"""The command `rcaudit`: its subcommands, and the exit status of every error."""


def main() -> None:
    """Run the command line."""

"""`python -m rcaudit` is `rcaudit`."""

from rcaudit.cli.main import main

if __name__ == "__main__":
    main()

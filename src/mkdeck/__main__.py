"""``python -m mkdeck`` is the command ``mkdeck``."""

from mkdeck.cli.app import main

if __name__ == "__main__":
    main()

"""``python -m reader``: the same command as ``tapeout``."""

from reader.cli.main import main

if __name__ == "__main__":
    main()

"""`python -m guong` is the same as `guong`."""

from guong.cli import main

if __name__ == "__main__":
    main(prog_name="guong")

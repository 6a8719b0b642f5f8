"""What the exit code of a command means; docs/operations.md tells operators the same."""

from typing import Final

DONE: Final = 0
TROUBLE: Final = 1  # the command ended, and something needs a person: a bug, a file not read, a source not answering
MISTAKE: Final = 2  # something the person at the keyboard can mend; nothing was begun
STOPPED: Final = 3  # stopped politely when asked to; the same command goes on where it was
BUSY: Final = 4  # another job holds the data folder

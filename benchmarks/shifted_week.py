"""`guong` with a clock that is wrong from the start and jumps once more on the way.

python -m benchmarks.shifted_week SHIFT AFTER JUMP COMMAND... - seconds off at the start, seconds until the jump, and by
how much it jumps.
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any

from guong import cli, installation


def shifted_clock(shift: float, after: float, jump: float) -> Callable[[], float]:
    """Return how far off the clock is now, in seconds."""
    start = time.monotonic()
    return lambda: shift + (jump if time.monotonic() - start >= after else 0.0)


def shift_time(offset: Callable[[], float]) -> None:
    """Make the job's clock, and `time.time` for all else, wrong by `offset()`."""
    right: Callable[[], float] = time.time

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            """The present moment of the wrong clock."""
            return datetime.now(tz) + timedelta(seconds=offset())

    time.time = lambda: right() + offset()
    setattr(installation, "datetime", Shifted)  # noqa: B010 - the job's clock reads this name


def main() -> None:
    """Run a command of `guong` under the wrong clock."""
    shift, after, jump = (float(value) for value in sys.argv[1:4])
    sys.argv = ["guong", *sys.argv[4:]]
    shift_time(shifted_clock(shift, after, jump))
    cli.main()


if __name__ == "__main__":
    main()

"""The one tree of errors.

GuongError
├── UserMistake        something the person at the keyboard can mend; printed as one line
│   ├── StoreProblem   a database or archive file that cannot be used as it is
│   │   └── Busy       another job is writing to the same data folder
│   ├── NotAllowed     the actor lacks the role for this action
│   ├── Conflict       somebody or something changed the record first: look again
│   ├── NotFound       no record with this id
│   └── UnreadableInput  a file that cannot be read as an article
├── SourceChanged      a page or portal breaks the assumptions of its source
├── FetchFailed        a URL could not be fetched in this attempt
└── BadRecord          a record that breaks its own rules
"""


class GuongError(Exception):
    """Every error this project raises on purpose."""


class UserMistake(GuongError):
    """A mistake the user can mend: what happened, what was kept, what to do, in one line."""

    def __init__(self, what: str, *, remedy: str, kept: str = "") -> None:
        self.what = what
        self.kept = kept
        self.remedy = remedy
        super().__init__("; ".join(part for part in (what, kept, remedy) if part))


class StoreProblem(UserMistake):
    """A database or archive file is locked, foreign, damaged, full or of another version."""


class Busy(StoreProblem):
    """Another job holds the data folder; nothing was begun."""


class NotAllowed(UserMistake):
    """The actor lacks the role that this action asks for."""


class Conflict(UserMistake):
    """The record was decided, claimed or changed by somebody else since it was shown."""


class NotFound(UserMistake):
    """No record has this id."""


class UnreadableInput(UserMistake):
    """A file is empty, binary, too large or in no encoding we can be certain of."""


class SourceChanged(GuongError):
    """A page breaks an assumption of its source; the page is counted and the run goes on."""


class FetchFailed(GuongError):
    """One attempt to fetch a URL failed; `state` is the page state to record (see `domain.pages`)."""

    def __init__(self, message: str, *, state: str, retry_after_seconds: float | None = None) -> None:
        self.state = state
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)


class BadRecord(GuongError):
    """A record that breaks its own rules, such as a reversed span."""

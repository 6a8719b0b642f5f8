"""The parts of an article before they become one text."""

from dataclasses import dataclass

from domain.pages import Attachment


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of an article before they become one text."""

    title: str
    lead: str
    body: tuple[str, ...]
    author: str
    published: str | None
    attachments: tuple[Attachment, ...]
    warnings: tuple[str, ...] = ()
    origin: str = ""

"""What a crawl and its reader processes say to each other, as bytes."""

import json
import pickle
from dataclasses import asdict, replace
from typing import Any

from crawler.crawling.reading import Reading
from crawler.records import Form, Link, Response, Task
from crawler.sources.source import Source

Question = tuple[Task, Response, Source]


def write_question(task: Task, response: Response, source: Source) -> bytes:
    """Return what a reader needs of a page: its decoded body, and where it came from."""
    light = tuple(replace(hop, wire=b"", body=b"") for hop in response.hops)
    return pickle.dumps((task, replace(response, wire=b"", hops=light), source), pickle.HIGHEST_PROTOCOL)


def read_question(question: bytes) -> Question:
    """Return the page to read; only what the crawl itself has written may come here."""
    asked: Question = pickle.loads(question)  # noqa: S301 - of our own crawl, by a pipe nobody else has
    return asked


def write_answer(answer: Reading | str) -> bytes:
    """Write a reading, or the traceback of our own error."""
    said = {"bug": answer} if isinstance(answer, str) else asdict(replace(answer, page=None))
    return json.dumps(said).encode("ascii")


def read_answer(answer: bytes) -> Reading | str:
    """Return a reading, without its page, or the traceback of our own error; raises ValueError or TypeError.

    JSON, not pickle: who answers has read pages of strangers.
    """
    said: dict[str, Any] = json.loads(answer)
    if "bug" in said:
        return str(said["bug"])
    return Reading(**said | {"links": tuple(_link(one) for one in said["links"])})


def _link(said: dict[str, Any]) -> Link:
    return Link(**said | {"form": Form(**said["form"]) if said["form"] else None})

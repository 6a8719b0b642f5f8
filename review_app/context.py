"""What every page's frame shows: who is here, where they may go, what just happened."""

from typing import Any, Final

from review_app.access import JUDGES, KEEPERS, READERS
from review_app.board import current_actor

# Name of the address, label, roles, and the views that belong to the section.
_SECTIONS: Final = (
    ("queue", "Thẩm định", JUDGES, ("queue", "case")),
    ("entries", "Sổ điển hình", READERS, ("entries", "entry")),
    ("search", "Tìm kiếm", READERS, ("search", "article")),
    ("plans", "Văn bản", READERS, ("plans", "plan")),
    ("coverage", "Độ phủ", READERS, ("coverage",)),
    ("sources", "Nguồn tin", READERS, ("sources", "source", "run")),
    ("history", "Lịch sử", JUDGES, ("history",)),
    ("log", "Nhật ký", KEEPERS, ("log",)),
)


def frame(request: Any) -> dict[str, Any]:
    """Return the navigation for the roles of whoever is logged in, and the note of the last action, once."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"sections": [], "actor": None}
    actor = current_actor(request)
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else ""
    sections = [
        {"address": address, "label": label, "here": here in views}
        for address, label, roles, views in _SECTIONS
        if actor.has(*roles)
    ]
    return {"sections": sections, "actor": actor, "toast": request.session.pop("toast", None)}


def say(request: Any, text: str, *, undo: int | None = None, tone: str = "good") -> None:
    """Show `text` on the next page, with a button that undoes decision `undo`."""
    request.session["toast"] = {"text": text, "undo": undo, "tone": tone}

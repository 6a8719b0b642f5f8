"""The first page: where each role's work begins."""

from typing import Any

from django.shortcuts import redirect

from review_app.access import JUDGES
from review_app.board import current_actor


def home(request: Any) -> Any:
    """Go to the queue, or to what the role may read."""
    actor = current_actor(request)
    if actor.has(*JUDGES):
        return redirect("queue")
    return redirect("sources" if actor.has("officer") and not actor.has("researcher") else "entries")

"""The listening process: gunicorn with our options, no configuration file and no control socket."""

import os
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication


class Listener(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Runs the app of `review_app.wsgi`; `run` leaves the process when told to stop."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over our options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """Return the WSGI application; in each worker."""
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review_app.settings")
        from review_app.wsgi import application

        made: Callable[..., Any] = application
        return made

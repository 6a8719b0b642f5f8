"""The app as Django knows it."""

from django.apps import AppConfig


class ReviewAppConfig(AppConfig):  # type: ignore[misc]  # Django has no types
    """Names the app."""

    name = "review_app"
    verbose_name = "Gương"

    def ready(self) -> None:
        """Listen to log-ins and log-outs."""
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from review_app import signals

        user_logged_in.connect(signals.begin_session)
        user_logged_out.connect(signals.end_session)

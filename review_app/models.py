"""What the accounts' database holds beside Django's own tables: one-time login links."""

from django.conf import settings
from django.db import models


class LoginLink(models.Model):  # type: ignore[misc]  # Django has no types
    """One link that logs one person in once; only the hash of its token is kept."""

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    expires = models.DateTimeField()

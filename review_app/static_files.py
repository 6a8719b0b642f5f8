"""Addresses of static files that change with their content, so that browsers may keep them."""

import hashlib
from pathlib import Path
from typing import Final

from django.contrib.staticfiles.storage import StaticFilesStorage

_DIGESTS: Final = {
    path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10]
    for path in sorted((Path(__file__).parent / "static").iterdir())
}


class VersionedFiles(StaticFilesStorage):  # type: ignore[misc]  # Django has no types
    """Appends the digest of a file to its address."""

    def url(self, name: str) -> str:
        """Return the address of a file of ours; KeyError for any other."""
        return f"{super().url(name)}?v={_DIGESTS[name]}"

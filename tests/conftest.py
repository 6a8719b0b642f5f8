"""What tests of several packages need of the machine."""

import os

import pytest

from crawler.ocr import INSTALL, Recognise, find_recogniser


@pytest.fixture(scope="session")
def recognise() -> Recognise:
    """The recogniser of this machine; without it the test is skipped, and under CI=true it fails."""
    found = find_recogniser()
    if found is None:
        told = f"no Tesseract with Vietnamese data; run sh tools/install-ocr.sh ({INSTALL})"
        (pytest.fail if os.environ.get("CI", "").lower() == "true" else pytest.skip)(told)
    return found

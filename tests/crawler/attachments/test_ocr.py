from pathlib import Path

import pytest

from crawler.attachments import ocr
from crawler.attachments.ocr import Picture, find_recogniser
from crawler.attachments.programs import ProgramFailed

# A program in Tesseract's place: it names its languages and then does what the test wants.
FAKE = r"""#!/bin/sh
if [ "$1" = --list-langs ]; then printf 'List of available languages (2):\n{langs}\n'; exit; fi
{then}
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, langs: str = "eng\\nvie", then: str = "cat") -> None:
    program = folder / "tesseract"
    program.write_text(FAKE.format(langs=langs, then=then))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_without_tesseract_or_its_vietnamese_data_there_is_no_recogniser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_recogniser() is None
    install(tmp_path, monkeypatch, langs="eng\\nosd")
    assert find_recogniser() is None


def test_the_picture_is_handed_over_as_a_grey_map_and_lines_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(
        tmp_path,
        monkeypatch,
        then='cat > "$OUT"; echo "$OMP_THREAD_LIMIT $*"; printf "\\n — _ \\nSố:  12/KH-UBND\\n\\f"',
    )
    monkeypatch.setenv("OUT", str(tmp_path / "picture"))
    recognise = find_recogniser()
    assert recognise is not None
    lines = recognise(Picture(3, 2, bytes(range(6))))
    assert lines == ["1 stdin stdout -l vie --psm 3 --dpi 200", "Số: 12/KH-UBND"]
    assert (tmp_path / "picture").read_bytes() == b"P5\n3 2\n255\n" + bytes(range(6))


@pytest.mark.parametrize("then", ["sleep 600", "exit 1"])
def test_a_hanging_or_failing_recogniser_is_an_error_of_that_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, then: str
) -> None:
    install(tmp_path, monkeypatch, then=then)
    monkeypatch.setattr(ocr, "SECONDS_PER_PAGE", 1.0)
    recognise = find_recogniser()
    assert recognise is not None
    with pytest.raises(ProgramFailed):
        recognise(Picture(1, 1, b"\0"))

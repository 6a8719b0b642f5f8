import pytest

from benchmarks.ocr import count_errors, main, measure
from crawler.attachments.ocr import Recognise

ERRORS = [
    ("Tiên tiến", "Tiên tiến", 0),
    ("Tiên  tiến\n", "Tiên tiến", 0),  # line breaks and runs of spaces are one space
    ("tiên tiến", "tiền tiến", 1),
    ("tiên tiến", "tiên", 5),
    ("", "ab", 2),
    ("ab", "", 2),
    ("kitten", "sitting", 3),
    ("sunday", "saturday", 3),
]


@pytest.mark.parametrize(("truth", "read", "errors"), ERRORS)
def test_errors_are_the_fewest_edits(truth: str, read: str, errors: int) -> None:
    assert count_errors(truth, read) == errors


@pytest.mark.ocr
def test_scans_are_read_nearly_whole_and_red_beats_grey_under_a_stamp(recognise: Recognise) -> None:
    figures = {(each.treatment, each.channel): each for each in measure(recognise, documents=1)}
    # Measured on five plans: .0014, .0009, .0014, .0019; the floors leave room for other builds of Tesseract.
    floors = {"clean": 0.015, "worn": 0.015, "stamped": 0.02, "worn, stamped": 0.02}
    for treatment, floor in floors.items():
        assert figures[treatment, "red"].cer <= floor, treatment
    assert figures["stamped", "grey"].cer > 2 * figures["stamped", "red"].cer
    assert figures["clean", "red"].characters > 900


def test_without_tesseract_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert main([]) == 1
    assert "tesseract-ocr-vie" in capsys.readouterr().err

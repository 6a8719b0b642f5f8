import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from registry.shingles import fingerprints, syllables

WORDS = "bà con bản Nậm Lúc hiến đất làm đường vào trường học suốt ba năm không nhận một đồng nào".split()
SENTENCE = " ".join(WORDS)


def test_marks_case_and_punctuation_do_not_count() -> None:
    assert syllables("Bà CON, bản “Nậm-Lúc”!") == ["ba", "con", "ban", "nam", "luc"]
    assert fingerprints(SENTENCE) == fingerprints(SENTENCE.upper().replace(" ", ",\n "))


def test_a_text_of_a_few_words_has_no_fingerprint() -> None:
    assert fingerprints("Bảy tiếng thì còn ngắn quá") == ()


def test_the_fingerprints_are_the_same_in_another_process() -> None:
    code = f"from registry.shingles import fingerprints; print(list(fingerprints({SENTENCE!r})))"
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert told.stdout.strip() == str(list(fingerprints(SENTENCE)))
    assert all(0 <= each < 2**62 for each in fingerprints(SENTENCE * 50))


@given(
    shared=st.lists(st.sampled_from(WORDS), min_size=31, max_size=80),
    before=st.lists(st.sampled_from(WORDS), max_size=60),
    after=st.lists(st.sampled_from(WORDS), max_size=60),
)
def test_texts_with_a_common_run_of_31_syllables_always_meet(
    shared: list[str], before: list[str], after: list[str]
) -> None:
    one = " ".join((*before, *shared))
    other = " ".join((*shared, *after))
    assert set(fingerprints(one)) & set(fingerprints(other))


def test_an_endless_text_costs_no_more_than_its_beginning() -> None:
    numbers = " ".join(str(number) for number in range(200_000))
    assert len(fingerprints(numbers)) < 4_000

"""What holds for every text: valid places, no exception, the same answer twice, no case from furniture, linear time."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import faults_of
from benchmarks.mutations import PIECES
from domain.extraction import Extraction
from domain.pages import Page
from domain.text import normalise
from guong.contract import from_json, to_json
from guong.readers import load_reader
from nlp.extract import _claimed_in_doubt, extract
from samples.world import load_pages

SAMPLES = [page.expected.text for page in load_pages()]
LINES = [line for text in SAMPLES for line in text.split("\n")]
SURNAMES = "Nguyễn Trần Lê Phạm Vũ Đặng Bùi Đỗ Ngô Lò Quàng Giàng Vàng Sùng Nông".split()
MIDDLES = "Văn Thị Đức Minh Thu Quốc Xuân Hữu Ngọc Thanh".split()
GIVEN = "An Bình Chung Dũng Đạt Giang Hạnh Khánh Lan Mai Nam Oanh Phúc Quân Sơn Tâm Uyên Vinh".split()
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(LINES), st.text(max_size=12)), max_size=30).map(
    "".join
)
FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(text: str, url: str | None = None, source: str = "page") -> Extraction:
    return extract(Page(source, "0" * 64, text, url=url), load_reader())


@FEW
@given(TEXTS)
def test_any_text_is_read_with_valid_places(text: str) -> None:
    extraction = read(normalise(text))
    assert extraction.text == normalise(text)
    assert faults_of(extraction) == []


@FEW
@given(TEXTS)
def test_reading_is_repeatable_and_survives_json(text: str) -> None:
    extraction = read(normalise(text))
    assert read(normalise(text)) == extraction
    assert from_json(to_json(extraction)) == extraction
    assert read(normalise(extraction.text)) == extraction


@pytest.mark.parametrize("text", ["", "\n", " \n\t\n", "\x00", "\ufeff", "a", "“", "\u0301", "Ông", "12/5", "İ" * 50])
def test_next_to_nothing_is_read(text: str) -> None:
    assert faults_of(read(normalise(text))) == []


@pytest.mark.parametrize("source", ["[bài 1].txt", "http://[", "//[::1", "a]b", ""])
def test_a_malformed_address_is_no_reason_to_fail(source: str) -> None:
    assert read("Ông Lò Văn Inh được khen.", source, source).people
    assert read("Ông Lò Văn Inh được khen.", None, source).people


FURNITURE = {
    "visit counters": ["Lượt xem: 1.284", "Đang truy cập: 37", "Tổng lượt truy cập: 12.345.678"],
    "weather": ["Thời tiết", "Hà Nội 28°C", "Độ ẩm 75%"],
    "rating": ["Đánh giá bài viết", "Rất hay (12) Hay (5) Bình thường (1)", "Tổng số điểm của bài viết là: 25"],
    "related titles": ["Tin liên quan", "Khai mạc hội chợ nông sản vụ đông (15/11)", "Giá lúa tăng nhẹ đầu vụ (13/11)"],
    "links": ["In bài viết", "Quay lại", "Về đầu trang", "Chia sẻ Facebook"],
}


@pytest.mark.parametrize("lines", FURNITURE.values(), ids=FURNITURE)
def test_furniture_below_a_page_changes_no_case(lines: list[str]) -> None:
    for text in SAMPLES:
        alone, furnished = read(text), read("\n".join([text.rstrip("\n"), *lines]))
        assert furnished.cases == alone.cases
        assert furnished.people == alone.people
        assert (furnished.relevance, furnished.page_kind) == (alone.relevance, alone.page_kind)


def long_page(size: int) -> str:
    """Return sample pages one below another, their people renamed, `size` characters long."""
    rng, pages, pieces, length = random.Random(size), load_pages(), [], 0
    while length < size:
        page = rng.choice(pages).expected
        text = page.text
        for name in page.people:
            text = text.replace(name, " ".join(map(rng.choice, (SURNAMES, MIDDLES, MIDDLES, GIVEN))))
        pieces.append(text)
        length += len(text) + 1
    return "\n".join(pieces)[:size]


def test_time_grows_linearly_with_the_page(grows_with_length_alone: Any) -> None:
    grows_with_length_alone(lambda size: partial(read, long_page(size)))


def capitals(size: int) -> str:
    rng = random.Random(size)
    return " ".join(rng.choice([*SURNAMES, *MIDDLES, *GIVEN]).upper() for _ in range(size // 4))[:size]


def names(size: int) -> str:
    """Return one endless list of different names, as of an honour roll without line breaks."""
    rng = random.Random(size)
    people = (" ".join(map(rng.choice, (SURNAMES, MIDDLES, MIDDLES, GIVEN))) for _ in range(size // 16))
    return "Biểu dương các ông, bà: " + ", ".join(people)


ENDLESS: dict[str, Callable[[int], str]] = {
    "one small letter": lambda n: "a " * (n // 2),
    "one surname": lambda n: "Nguyễn " * (n // 7),
    "one date": lambda n: "12/5/2024 " * (n // 10),
    "one symbol": lambda n: "18/KH-UBND, " * (n // 12),
    "open brackets": lambda n: "(" * n,
    "open quotes": lambda n: "mô hình “" * (n // 9),
    "one person": lambda n: "ông Tấn " * (n // 16),
    "one household": lambda n: "hộ bà Lan, " * (n // 22),
    "one body": lambda n: "UBND " * (n // 5),
    "capitals on one line": capitals,
    "a place in capitals": lambda n: "UBND XÃ " + capitals(n),
    "names on one line": names,
}


@pytest.mark.parametrize("make", ENDLESS.values(), ids=ENDLESS)
def test_endless_repetition_costs_time_in_step_with_its_length(
    make: Callable[[int], str], grows_with_length_alone: Any
) -> None:
    grows_with_length_alone(lambda size: partial(read, make(size)), 25_000, 100_000)


def test_a_page_that_honours_a_group_concerns_the_board_as_surely() -> None:
    honouring = 0
    for text in SAMPLES:
        found = read(text)
        scores = [case.score for case in found.cases if case.kind == "collective"]
        honouring += bool(scores)
        assert found.relevance >= max(scores, default=0.0)
    assert honouring >= 5


def test_a_doubtful_page_bears_only_sure_claims() -> None:
    person = read("Ông Lò Văn Inh được khen.").people[0]
    claims = [replace(person, role="exemplary", score=score) for score in (0.45, 0.7)]
    doubted = {relevance: [_claimed_in_doubt(p, relevance) for p in claims] for relevance in (0.2, 0.4, 0.6)}
    assert doubted == {0.2: [True, True], 0.4: [True, False], 0.6: [False, False]}
    assert not _claimed_in_doubt(replace(person, role="official"), 0.1)

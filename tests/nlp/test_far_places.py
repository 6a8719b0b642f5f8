import re

import pytest

from domain.extraction import UnitMention
from domain.pages import Page
from nlp.document import read_document
from nlp.far_places import find_far_places

MARK = re.compile(r"\[([^\]]+)\]")
TEXTS = [
    "Chiến đấu ở [Tây Nguyên], rồi sang [Paris] (Pháp) và [New York].",
    "Cụm thi đua [miền Đông Nam Bộ] có 7 tỉnh; lúa của [Đồng bằng sông Cửu Long].",
    "Cô sang [Osaka] học, người [Moskva] quý cô.",
    # longer names and people are not the city
    "Câu lạc bộ Manchester United và cô Paris Hilton đến thăm.",
    "Báo New York Times khen chị.",
    "Gió mùa thổi hướng tây bắc, mưa ở đồng bằng.",
]


def far_in(text: str, taken: tuple[tuple[int, int], ...] = ()) -> tuple[UnitMention, ...]:
    return find_far_places(read_document(Page(source="test", sha256="", text=text)), taken)


@pytest.mark.parametrize("marked", TEXTS)
def test_regions_and_places_abroad_are_found_where_they_stand_alone(marked: str) -> None:
    assert [place.surface for place in far_in(MARK.sub(r"\1", marked))] == MARK.findall(marked)


def test_they_have_a_kind_and_no_unit() -> None:
    region, city = far_in("Từ Tây Nguyên đến London")
    assert (region.kind, city.kind) == ("region", "abroad")
    assert (region.code, region.key, city.code, city.key) == (None, None, None, None)


def test_nothing_is_found_inside_a_range_that_is_taken() -> None:
    text = "Bà Paris làm việc ở London"
    assert [place.surface for place in far_in(text, ((3, 8),))] == ["London"]

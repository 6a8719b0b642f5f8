"""One person under two names is one person; two people under like names stay two."""

import pytest

from nlp.people import Mention, link_mentions


def people(text: str, *names: str) -> list[str]:
    mentions = [Mention(at, at + len(name), name, None) for name in names for at in [text.index(name)]]
    return [person.name for person in link_mentions(sorted(mentions, key=lambda m: m.start), text)]


@pytest.mark.parametrize(
    ("text", "names", "one"),
    [
        ("Dì Út Thơm (tức chị Lâm Thị Ngọc Thơm) kể.", ("Út Thơm", "Lâm Thị Ngọc Thơm"), "Lâm Thị Ngọc Thơm"),
        ("Mẹ Đặng Thanh Hòa (bí danh Đặng Thị Bưởi), 87 tuổi.", ("Đặng Thanh Hòa", "Đặng Thị Bưởi"), "Đặng Thanh Hòa"),
        ("Ông Ngô Văn Lượm cứu người. Ông Sáu Lượm nói.", ("Ngô Văn Lượm", "Sáu Lượm"), "Ngô Văn Lượm"),
        ("Anh Trần Đại, còn gọi là anh Đại Sông Hậu, chèo đò.", ("Trần Đại", "Đại Sông Hậu"), "Đại Sông Hậu"),
    ],
)
def test_two_names_of_one_person_are_joined(text: str, names: tuple[str, str], one: str) -> None:
    assert people(text, *names) == [one]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bà Lâm Thị Thơm (xã Ba Chúc) và bà Đỗ Thị Cúc.", ("Lâm Thị Thơm", "Đỗ Thị Cúc")),
        ("Ông Sáu Lượm gặp ông Ngô Văn Lượm và ông Đỗ Văn Lượm.", ("Sáu Lượm", "Ngô Văn Lượm", "Đỗ Văn Lượm")),
        ("Ông Bảy Hiền và ông Ngô Văn Lượm.", ("Bảy Hiền", "Ngô Văn Lượm")),
    ],
)
def test_other_people_stay_apart(text: str, names: tuple[str, ...]) -> None:
    assert sorted(people(text, *names)) == sorted(names)

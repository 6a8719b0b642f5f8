"""The edges of tagged names are mended; words that name nobody are dropped."""

import pytest

from domain.text import place_tones, unify
from nlp.name_repair import repair_name
from nlp.tokens import find_tokens

CASES = [
    # what the tagger marked stands in [], what should remain in <>
    "Tổng thống [Mỹ <John Kerry>] đến",
    "Ông [<Lê Thoa> Ông] Tất Thành",
    "Em [<Nguyễn Thị Lan Anh> Trước] đó",
    "của anh [<Đoàn Văn Lòn> Công] an tỉnh",
    "[Ảnh <Tự Trung>]",
    "viết bởi [<Quỳnh Anh>Quỳnh Anh]",
    "linh mục Gioan Baotixita [Nguyễn Tấn Sang]=Gioan Baotixita Nguyễn Tấn Sang",
    "bà A [Lăng Thị Lách] kể=A Lăng Thị Lách",
    "bà [<Lê Thị Đang>] bán hàng",
    "ông [<Hạng A Sở>], nông dân",
    "nhà du hành Việt [Nam <Phạm Tuân>] bay",
    "tết [Đinh Dậu]=",
    "báo [Tuổi Trẻ]=",
    "cháu [Tr]=",
    "đoàn [Thanh niên Việt Nam]=",
    "nhà báo [<Nguyễn Tân> TP]. HCM",
]


def split_case(case: str) -> tuple[str, str, str]:
    """Return the text, what was tagged, and what should remain ("" for nothing)."""
    marked, _, wanted = case.partition("=")
    tagged = marked[marked.index("[") + 1 : marked.index("]")]
    if "=" not in case:
        wanted = tagged[tagged.index("<") + 1 : tagged.index(">")]
    plain = str.maketrans("", "", "[]<>")
    return marked.translate(plain), tagged.translate(plain), wanted


@pytest.mark.parametrize("case", CASES)
def test_a_tagged_name_is_mended(case: str) -> None:
    text, tagged, wanted = split_case(case)
    start = text.index(tagged)
    tokens = find_tokens(text)
    inside = [i for i, token in enumerate(tokens) if start <= token.start < start + len(tagged)]
    lower = [place_tones(unify(token.text)).lower() for token in tokens]
    mended = repair_name(tokens, lower, inside[0], inside[-1] + 1)
    found = text[tokens[mended[0]].start : tokens[mended[1] - 1].end] if mended else ""
    assert found == wanted

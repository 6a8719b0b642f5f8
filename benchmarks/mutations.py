"""Damage done to real texts: what portals, copying and broken tools do to a page, and worse."""

import html
import random
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from domain.text import fold, normalise

_MOST: Final = 6  # kinds of damage on one page
_LONGEST: Final = 60_000  # characters; longer pages would make the run about length alone
_LONG_ONE_IN: Final = 400  # one page in so many becomes one line of up to 150,000 characters
_LONG_LINE: Final = 150_000
_INVISIBLE: Final = "\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff\u2009\u202f\u3000\u2028\u2029\u0085\t"
_MARKS: Final = "\u0300\u0301\u0303\u0309\u0323\u0302\u031b\u0306\u0489\ufe0f"
_CONTROLS: Final = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127, 0x9D, 0xFFFD, 0xFFFE, 0xE000]))
_STRANGE: Final = "🎉👩‍👩‍👧🇻🇳①½ⅨﬁİıßŐǅ中文שלוםمرحبا١٢٣४५\u202e\u202c\u2066٪𝐍𝐠𝐮𝐲ễ𝟙Ⅳ²³ÐƉ"
_BRACKETS: Final = "()[]{}<>“”\"'‘’«»„|/\\-–—_*+•…:;,.!?#&%@~^`´"
_ENTITIES: Final = ("&nbsp;", "&amp;", "&#7877;", "&quot;", "&lt;b&gt;", "&ecirc;", "&#x0;", "&shy;", "&zwnj;", "<br/>")
# Pieces of what the finders look for, whole, cut and glued.
PIECES: Final = (
    "Kế hoạch số ", "18/KH-UBND", "-CT/TW", "QĐ-", "/2024/", "số:", " ngày ", "12/5/2024", "31/2/2023", "29/02",
    "tháng 13", "00/00/0000", "2020 - 2025", "quý IV", "nhiệm kỳ ", "lần thứ ", "XXIV", "năm học 2019", "sáng nay",
    "cùng ngày", "TP.", "Tp. ", "H.", "UBND ", "xã ", "tỉnh ", "huyện Mường ", "thôn 5", "Hồ Chí Minh",
    "Huân chương ", "Bằng khen", "tặng ", "trao ", " cho ", "được ", "biểu dương", "ông ", "bà ", "anh ", "đồng chí ",
    "hộ ông ", "vợ chồng ", "em ", "Nguyễn Văn", "Nguyễn Thị Thắm", "H'Yim", "Y Thái Niê", "Giàng A Páo", "A ",
    "N.T.H.", "Th.", " và ", ", ", "; ", "mô hình “", "”", "Câu lạc bộ ", "Tổ dân phố ", "Chi hội ", "34 tập thể",
    "1.200", "1,2 tỷ đồng", "280 triệu", "3 ha", "15 tuổi", "lớp 9A", "sinh năm ", "Ảnh: ", "Theo ", "1. ", "- ",
    "\n", "\n\n", "KH-Dubai Palace", "casino ", "...",
)  # fmt: skip

Damage = Callable[[random.Random, str, str], str]


def mutate(rng: random.Random, texts: Sequence[str]) -> str:
    """Return one of `texts` with up to six kinds of damage, in NFC as every page is; same `rng`, same text."""
    text, other = rng.choice(texts), rng.choice(texts)
    for _ in range(rng.randint(1, _MOST)):
        text = rng.choice(_DAMAGES)(rng, text, other)[:_LONGEST]
    if rng.randrange(_LONG_ONE_IN) == 0:
        text = (text.replace("\n", " ") + " ") * (_LONG_LINE // (len(text) + 1))
    return normalise(text)


def _range(rng: random.Random, text: str) -> tuple[int, int]:
    """Return a random stretch of the text: often the whole, often a few words."""
    if rng.random() < 0.25:
        return 0, len(text)
    start = rng.randint(0, len(text))
    return start, min(len(text), start + int(2 ** rng.uniform(0, 11)))


def _within(change: Callable[[random.Random, str], str]) -> Damage:
    """Return the damage that applies `change` to a random stretch."""

    def damage(rng: random.Random, text: str, _: str) -> str:
        start, end = _range(rng, text)
        return text[:start] + change(rng, text[start:end]) + text[end:]

    return damage


def _sprinkle(characters: Sequence[str]) -> Damage:
    """Return the damage that inserts some of `characters` at random places."""

    def damage(rng: random.Random, text: str, _: str) -> str:
        places = sorted(rng.randint(0, len(text)) for _ in range(rng.randint(1, 30)))
        pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
        return "".join(piece + rng.choice(characters) for piece in pieces[:-1]) + pieces[-1]

    return damage


def _on_lines(change: Callable[[random.Random, list[str]], list[str]]) -> Damage:
    """Return the damage that changes the lines of a text."""
    return lambda rng, text, _: "\n".join(change(rng, text.split("\n")))


def _cut(rng: random.Random, text: str, _: str) -> str:
    start, end = _range(rng, text)
    return text[start:end] if rng.random() < 0.5 else text[:start] + text[end:]


def _splice(rng: random.Random, text: str, other: str) -> str:
    return text[: rng.randint(0, len(text))] + rng.choice(("", " ", "\n")) + other[rng.randint(0, len(other)) :]


def _delete_lines(rng: random.Random, lines: list[str]) -> list[str]:
    return [line for line in lines if rng.random() > 0.3]


def _double_lines(rng: random.Random, lines: list[str]) -> list[str]:
    return [line for line in lines for _ in range(1 + (rng.random() < 0.3))]


def _shuffle_lines(rng: random.Random, lines: list[str]) -> list[str]:
    return rng.sample(lines, len(lines))


def _reverse_words(_: random.Random, part: str) -> str:
    return " ".join(reversed(part.split(" ")))


def _repeat(rng: random.Random, part: str) -> str:
    return part * min(rng.randint(2, 40), 1 + 20_000 // (len(part) + 1))


def _swap_case(rng: random.Random, part: str) -> str:
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(part)


def _respace(rng: random.Random, part: str) -> str:
    return part.replace(" ", rng.choice(("\u00a0", "  ", "\n", "\u200b", "_", "-", ".", " \n ")))


def _respell(rng: random.Random, part: str) -> str:
    """Garble the encoding: decomposed marks, UTF-8 read as Latin-1, entities, lost marks or letters."""
    return rng.choice(_SPELLINGS)(part)


def _long_digits(rng: random.Random, text: str, _: str) -> str:
    at = rng.randint(0, len(text))
    run = "".join(rng.choice("0123456789./-, ") for _ in range(rng.randint(20, 3_000)))
    return text[:at] + rng.choice((run, "9" * len(run), "1." * (len(run) // 2))) + text[at:]


def _run_of_piece(rng: random.Random, text: str, _: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(PIECES) * rng.randint(2, 300) + text[at:]


_SPELLINGS: Final[tuple[Callable[[str], str], ...]] = (
    lambda part: unicodedata.normalize("NFD", part),
    lambda part: part.encode().decode("latin-1"),
    lambda part: html.escape(part.encode("ascii", "xmlcharrefreplace").decode()),
    fold,
    lambda part: part.encode("ascii", "ignore").decode(),
    lambda part: "".join(c for c in unicodedata.normalize("NFD", part) if not unicodedata.combining(c)),
    lambda part: part.replace("o", "0").replace("l", "1").replace("Đ", "Ð"),
)
_DAMAGES: Final[tuple[Damage, ...]] = (
    _cut,
    _splice,
    _on_lines(_delete_lines),
    _on_lines(_double_lines),
    _on_lines(_shuffle_lines),
    _within(lambda rng, part: part.replace("\n", rng.choice(("", " ", ".")))),
    _within(lambda _, part: part.replace(" ", "")),
    _within(_reverse_words),
    _within(_repeat),
    _within(_swap_case),
    _within(_respace),
    _within(_respell),
    _within(_respell),
    _within(lambda rng, part: part[::-1] if rng.random() < 0.2 else f"“{part}”"),
    _sprinkle(_INVISIBLE),
    _sprinkle(_MARKS),
    _sprinkle(_CONTROLS),
    _sprinkle(_STRANGE),
    _sprinkle(_BRACKETS),
    _sprinkle(_ENTITIES),
    _sprinkle(PIECES),
    _sprinkle(PIECES),
    _long_digits,
    _run_of_piece,
)

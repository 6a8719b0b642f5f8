"""Vietnamese text in an encoding of old, or damaged by a wrong one: told, converted when certain, else marked."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from domain.legacy_tables import MOJIBAKE, count_orphans, from_entities, from_mojibake, from_tcvn3, from_vni
from domain.syllables import has_vowel, is_syllable, syllables

Kind = Literal["clean", "tcvn3", "vni", "mojibake", "entities", "unreadable"]
Convert = Callable[[str], str]

_CONVERTED: Final = {
    "tcvn3": "bảng mã TCVN3 (ABC)",
    "vni": "bảng mã VNI",
    "mojibake": "UTF-8 bị đọc nhầm thành Windows-1252",
    "entities": "thực thể HTML còn sót",
}
# Signs and letters of windows-1252 that Vietnamese writes seldom or never, and what undecodable bytes become.
_SUSPICIOUS: Final = re.compile("[¡¢£¤¥¦§¨©ª«¬\u00adµ®¶·¸¹º»¼½¾×÷ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþ\u0080-\u009f\ufffd]")
# Without one of these a text is in no old encoding: the cheap look that clean pages pay for.
_ODD: Final = re.compile(_SUSPICIOUS.pattern[:-1] + "°±²³´]")
_MAYBE_HOLED: Final = re.compile(r"\ufffd|\?[^\W\d_]")
# A word as an old font may write it: letters, and the signs of windows-1252 that stand for letters.
_ALIKE: Final = "A-Za-z¡-®µ-¹»-¾À-ɏ\u0300-\u036fḀ-ỿ"
# It begins where a run of such letters does: one look at each run, however long a hostile page makes it.
_TOKEN: Final = re.compile(f"(?<![{_ALIKE}])[{_ALIKE}]*[¡-®µ-¹»-¾À-ɏḀ-ỿ][{_ALIKE}]*")
_SIGNS: Final = "«»©®·×§¤£¥½¼¾¹\u00ad"
_CHUNK: Final = re.compile(r"[^ \t\n]+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_PLAIN_WORD: Final = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
# "T?NG", "?ng", "th\ufffd": letters with a hole; addresses ("xem?id=3") are not text.
_HOLED: Final = re.compile(r"(?<![\w/=.&?\ufffd])[^\W\d_]*[?\ufffd][^\W\d_?\ufffd]*(?:[?\ufffd][^\W\d_]*)*(?![\w=/])")

# A conversion is certain when of the words it touches at least this share are syllables after it ...
_HIGH: Final = 0.8
# ... at most this share were before it ...
_LOW: Final = 0.5
# ... and there are enough of them; two names by chance are possible, three were never seen.
_ENOUGH: Final = 3


@dataclass(frozen=True, slots=True)
class Repair:
    """Text after the attempt, in NFC; offsets are to be taken in it.

    `share_before` and `share_after`: the share (0..1) of Vietnamese syllables among the words in question, those
    with letters beyond ASCII or holes. An "unreadable" text is unchanged; it is `certain` when its damage is no
    matter of a few words. A clean text is not measured: both shares are 1.0.
    """

    text: str
    kind: Kind
    certain: bool
    share_before: float
    share_after: float

    @property
    def converted(self) -> bool:
        """Tell whether the text was written anew."""
        return self.kind in _CONVERTED

    @property
    def unreadable(self) -> bool:
        """Tell whether the text is damaged beyond doubt and must not be mined."""
        return self.kind == "unreadable" and self.certain

    @property
    def warning(self) -> str:
        """One Vietnamese line for the person who reads the page; "" when the text is clean."""
        before, after = f"{self.share_before:.0%}", f"{self.share_after:.0%}"
        if self.converted:
            lost = count_orphans(self.text) if self.kind == "mojibake" else 0
            rest = f"; còn {lost} chữ không khôi phục được" if lost else ""
            return f"đã chuyển từ {_CONVERTED[self.kind]}: âm tiết hợp lệ {before} → {after} số chữ có dấu{rest}"
        if self.kind == "clean":
            return ""
        if self.certain:
            return f"không đọc được: mất chữ hoặc bảng mã lạ, chỉ {before} âm tiết hợp lệ"
        return f"có chữ hỏng ở vài chỗ, giữ nguyên ({before} âm tiết hợp lệ)"


def repair_text(text: str) -> Repair:
    """Return the text as Unicode where the old encoding is certain, line by line; clean text comes back as NFC.

    Lines keep their number and order, so that a page of which one part is old is mended in that part. Not told
    apart: VISCII, VPS, BKHCM and other rare encodings, all unreadable here, and lines that mix old and clean words
    half and half. Text of an attachment, or of OCR, is to be passed whole, once, after `domain.text.normalise` and
    before spans are measured: keep `.text` and `.warning`; where `unreadable` holds, count it and do not mine it.
    """
    text = unicodedata.normalize("NFC", text)
    plain = _without_entities(text)
    odd = _ODD.search(plain) is not None
    mended = (_of_mojibake(plain) or _of_fonts(plain)) if odd else None
    if mended is None and plain != text:
        mended = Repair(plain, "entities", True, *_entity_shares(text))
    return mended or _holes(text) or (_strange(text) if odd else None) or Repair(text, "clean", True, 1.0, 1.0)


def _share(tokens: list[str]) -> float:
    return _valid(tokens) / len(tokens) if tokens else 1.0


def _valid(tokens: list[str]) -> int:
    known = syllables()
    return sum(token in known or is_syllable(token.strip(_SIGNS)) for token in tokens)


def _without_entities(text: str) -> str:
    """Leave a text that speaks of entities alone: resolving them must make syllables."""
    if "&" not in text:
        return text
    plain = from_entities(text)
    return plain if plain != text and _entity_shares(text)[1] >= _HIGH else text


def _entity_shares(text: str) -> tuple[float, float]:
    old = _CHUNK.findall(text)
    new = [word for chunk in old if "&" in chunk for word in _LETTERS.findall(from_entities(chunk))]
    marked = [word for word in new if not word.isascii()]
    return 0.0, _share(marked) if len(marked) >= _ENOUGH else 0.0


def _of_mojibake(text: str) -> Repair | None:
    """Its pairs of letters and signs never meet in other text: two of them, or one of three signs, are enough."""
    found = MOJIBAKE.findall(text)
    if len(found) < 2 and not any(len(codes) == 3 for codes in found):
        return None
    chunks = [chunk for chunk in text.split(" ") if MOJIBAKE.search(chunk)]
    words = [word for chunk in chunks for word in _LETTERS.findall(from_mojibake(chunk)) if not word.isascii()]
    after = _share(words)
    return Repair(from_mojibake(text), "mojibake", True, 0.0, after) if words and after >= _HIGH else None


@dataclass(frozen=True, slots=True)
class _Line:
    """One line under one conversion: its words in question, how many are syllables as they are and converted."""

    old: str
    new: str
    words: int
    before: int
    after: int

    @property
    def bad(self) -> bool:
        return self.before <= _LOW * self.words


def _of_fonts(text: str) -> Repair | None:
    fonts: tuple[tuple[Kind, Convert], ...] = (("tcvn3", from_tcvn3), ("vni", from_vni))
    tried = [_by_lines(text, kind, convert) for kind, convert in fonts]
    return max(filter(None, tried), key=lambda repair: repair.share_after, default=None)


def _by_lines(text: str, kind: Kind, convert: Convert) -> Repair | None:
    """Convert the lines that are bad as they are; certain only when all of these together become good."""
    lines = text.split("\n")
    seen = {at: _read_line(line, convert) for at, line in enumerate(lines) if _SUSPICIOUS.search(line)}
    bad = [line for line in seen.values() if line.words and line.bad]
    words, before, after = (sum(getattr(line, name) for line in bad) for name in ("words", "before", "after"))
    if words < _ENOUGH or after < _HIGH * words:
        return None
    for at, line in enumerate(lines):
        seen.setdefault(at, _read_line(line, convert))
    # Where nearly all is old, a line that could be either is old too ("cã" is a syllable under both).
    others = sum(line.words for line in seen.values() if line.after <= line.before)
    ties = others <= 0.1 * sum(line.words for line in seen.values())
    for at, tried in seen.items():
        if tried.after > tried.before or (ties and tried.after == tried.before):
            lines[at] = tried.new
    mended = unicodedata.normalize("NFC", "\n".join(lines))
    return Repair(mended, kind, True, before / words, after / words)


def _read_line(line: str, convert: Convert) -> _Line:
    old = _TOKEN.findall(line)
    pairs = [(token, convert(token)) for token in old]
    # Abbreviations (H§ND is HĐND) speak for nothing.
    pairs = [(token, new) for token, new in pairs if has_vowel(new)]
    return _Line(line, convert(line), len(pairs), _valid([a for a, _ in pairs]), _valid([b for _, b in pairs]))


@cache
def _masks() -> frozenset[str]:
    """Every syllable as a converter that lacks its letters writes it: "t?ng", "ng??i", "h?i"."""
    ascii_only = (re.sub(r"[^\x00-\x7f]", "?", word) for word in syllables())
    latin_only = (re.sub(r"[^\x00-\xff]", "?", word) for word in syllables())
    return frozenset(mask for mask in (*ascii_only, *latin_only) if "?" in mask)


def _holes(text: str) -> Repair | None:
    """Find words with lost letters: unreadable from a fifth of all words, or from three that are one in twenty."""
    if not _MAYBE_HOLED.search(text):
        return None
    lost = sum(map(_is_holed, _HOLED.findall(text)))
    if not lost:
        return None
    share = lost / max(lost, len(_CHUNK.findall(text)))
    certain = share >= 0.2 or (lost >= 3 and share >= 0.05)
    return Repair(text, "unreadable", certain, 1 - share, 1 - share)


def _is_holed(token: str) -> bool:
    if not _LETTERS.search(token):
        return False
    if "\ufffd" in token:
        return True
    parts = [part for part in token.split("?") if part]
    if all(map(is_syllable, parts)) and token[0] != "?":
        return False  # a question: "vì sao?", "sao?Tại"
    return token.lower().replace("ð", "?").replace("đ", "?") in _masks()


def _strange(text: str) -> Repair | None:
    """Find Vietnamese in an encoding we have no table for: many kinds of foreign letter, marked words no syllables.

    Its plain words are syllables ("con", "theo"); French or Spanish have few kinds of foreign letter.
    """
    tokens = [token for token in _TOKEN.findall(text) if any(map(str.isascii, token))]
    kinds = set(_SUSPICIOUS.findall(" ".join(tokens)))
    if len(tokens) < 8 or len(kinds) < 6:
        return None
    share = _share(tokens)
    plain = _PLAIN_WORD.findall(text)
    if share > 0.7 or not plain or _share(plain) < 0.4:
        return None
    return Repair(text, "unreadable", True, share, share)

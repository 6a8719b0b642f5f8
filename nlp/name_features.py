"""What the person tagger sees: features of each token of one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text import place_tones
from nlp.document import Document, Sentence
from nlp.lowering import lowered
from nlp.tokens import Token, find_tokens
from nlp.wordlists import load_lines, load_words

VERSION: Final = "names-3"

# Words that open the name of something other than a person; the class is the feature.
_OPENERS: Final = {
    **dict.fromkeys("tỉnh huyện quận xã phường thôn bản buôn làng ấp khóm xóm phum sóc plei plơi đảo".split(), "place"),
    **dict.fromkeys("tp tp. tx thị thành đặc khu tt h x p q kp tổ".split(), "place"),
    **dict.fromkeys("đường phố ngõ hẻm cầu sông suối núi đèo hồ chợ bến cảng quảng ga khe biển vịnh".split(), "street"),
    **dict.fromkeys("trường thpt thcs tiểu mầm đại viện bệnh công hợp htx ty hội ban sở bộ cục".split(), "body"),
    **dict.fromkeys("giải huân huy danh chương quỹ cúp chiến thưởng phong".split(), "award"),
    **dict.fromkeys("ảnh theo nguồn tin bài ghi thực hiện clip video".split(), "credit"),
}  # fmt: skip
_CLOSERS: Final = frozenset(
    "cho nói biết chia bày khẳng nhấn phát trao được đã là và cùng sinh quê ngụ tâm kể nhớ đang sẽ vẫn có".split()
)


@dataclass(frozen=True, slots=True)
class NameHints:
    """What the page and the gazetteers know before a sentence is read.

    `places`: lower-cased names of administrative units without their kind ("sơn la"); `honoured`: names seen after an
    honorific on this page; `given`: last syllables of those names.
    """

    places: frozenset[str]
    honoured: frozenset[str]
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One sentence in tokens, with the facts that several features share.

    `lower`: words in lower case, tones placed; `run`: [first, last+1) of the capitalised run a token is in, (i, i)
    outside.
    """

    sentence: Sentence
    tokens: list[Token]
    lower: list[str]
    shape: list[str]
    run: list[tuple[int, int]]

    @property
    def may_name(self) -> bool:
        """Whether a name can stand here: some capitals beyond an ordinary word that opens the sentence."""
        runs = {span for span in self.run if span[0] < span[1]}
        return bool(runs - {(0, 1)}) or ((0, 1) in runs and self.lower[0] not in _STARTERS)


def read_rows(document: Document) -> list[TokenRow]:
    """Return every sentence of a page in tokens, in order."""
    text = lowered(document)
    return [
        read_row(find_tokens(document.text, sentence.start, sentence.end), text, sentence)
        for sentence in document.sentences
    ]


def page_hints(rows: Sequence[TokenRow], places: frozenset[str]) -> NameHints:
    """Collect the names that stand after an honorific anywhere on the page."""
    honoured: set[str] = set()
    for row in rows:
        for first, last in set(row.run):
            if last - first >= 2 and honorific_before(row.lower, first):
                honoured.add(" ".join(row.lower[first:last]))
    return NameHints(places, frozenset(honoured), frozenset(name.split()[-1] for name in honoured))


def read_row(tokens: list[Token], lowered_text: str, sentence: Sentence) -> TokenRow:
    """Return the shapes and capitalised runs of tokens of one sentence; `lowered_text` is the whole page's."""
    lower = [lowered_text[token.start : token.end] for token in tokens]
    shape = [_shape(token.text) for token in tokens]
    run = [(i, i) for i in range(len(tokens))]
    i, size = 0, len(tokens)
    while i < size:
        if shape[i] not in _CAPITAL:
            i += 1
            continue
        first = i
        while i < size and shape[i] in _CAPITAL:
            i += 1
        for k in range(first, i):
            run[k] = (first, i)
    return TokenRow(sentence, tokens, lower, shape, run)


_CAPITAL: Final = frozenset({"X", "Xx", "XX"})


def honorific_before(lower: Sequence[str], at: int) -> str | None:
    """Return the longest honorific or title that ends right before token `at`, or None."""
    size = honorific_words(lower, at)
    return " ".join(word for word in lower[at - size : at] if word != ".") if size else None


def honorific_words(lower: Sequence[str], at: int) -> int:
    """Return how many tokens the longest honorific right before token `at` takes, 0 where none stands there."""
    if not at or lower[at - 1] not in _HONORIFIC_ENDS:
        return 0
    for size in range(min(6, at), 0, -1):
        if tuple(word for word in lower[at - size : at] if word != ".") in _HONORIFICS:
            return size
    return 0


def _split_honorific(line: str) -> tuple[str, ...]:
    return tuple(t.text for t in find_tokens(place_tones(line)) if t.text != ".")


_HONORIFICS: Final = frozenset(map(_split_honorific, load_lines("honorifics")))
_HONORIFIC_ENDS: Final = frozenset(words[-1] for words in _HONORIFICS) | {"."}
_COUNTRIES: Final = frozenset(place_tones(line) for line in load_lines("countries"))
_STARTERS: Final = frozenset(place_tones(w).lower() for w in load_words("sentence_words"))
_SURNAMES: Final = frozenset(place_tones(w).lower() for w in load_words("surnames"))
_MIDDLES: Final = frozenset(place_tones(w).lower() for w in load_words("middle_names"))


def _shape(text: str) -> str:
    if text[0].isdigit():
        return "d"
    if not text[0].isalpha():
        return text if text in ",.():;-–\"'“”/" else "p"
    if text[0].islower():
        return "x"
    if len(text) == 1:
        return "X"
    return "XX" if text[1:].isupper() else "Xx"


def sentence_features(row: TokenRow, hints: NameHints, place_in_page: Iterable[str] = ()) -> list[list[str]]:
    """Return the active features of each token, in order; an empty list for an empty sentence."""
    shared = list(place_in_page)
    runs: dict[tuple[int, int], list[str]] = {}
    covers: dict[tuple[int, int], tuple[int, ...]] = {}
    rows: list[list[str]] = []
    for i in range(len(row.tokens)):
        features = _word_features(row, i)
        span = row.run[i]
        if span[0] < span[1]:
            if span not in runs:
                runs[span] = _run_features(row, span, hints)
                covers[span] = places_in_run(row.lower, span, hints.places)
            features += runs[span]
            features += _place_in_run(row, i, span, covers[span], hints)
            features += shared
        rows.append(features)
    return rows


def line_features(document: Document, sentence: Sentence) -> list[str]:
    """Return features of where the sentence stands on the page."""
    start, end = document.lines[sentence.line]
    size = end - start
    last = len(document.lines) - 1 - sentence.line
    features = [f"line.size={min(size // 15, 6)}", f"line.last={min(last, 4)}"]
    if sentence.line == 0:
        features.append("line.title")
    if size < 40 and last <= 2:
        features.append("line.byline")
    if document.text[start:end].isupper():
        features.append("line.caps")
    if sentence is document.sentences[-1]:
        features.append(f"sentence.last={min((sentence.end - sentence.start) // 8, 5)}")
    features.append(f"sentence.size={min((sentence.end - sentence.start) // 12, 6)}")
    return features


def _word_features(row: TokenRow, i: int) -> list[str]:
    lower, shape = row.lower, row.shape
    size = len(lower)

    def word(at: int) -> str:
        return lower[at] if 0 <= at < size else "<>"

    def form(at: int) -> str:
        return shape[at] if 0 <= at < size else "<>"

    features = [
        "b",
        f"w={lower[i]}",
        f"s={shape[i]}",
        f"s-1={form(i - 1)}",
        f"s+1={form(i + 1)}",
        f"w-1={word(i - 1)}",
        f"w+1={word(i + 1)}",
    ]
    if shape[i] in _CAPITAL:
        features += [
            f"w-2={word(i - 2)}",
            f"w+2={word(i + 2)}",
            f"w-1w={word(i - 1)}|{form(i)}",
            f"s-2={form(i - 2)}|{form(i - 1)}|{form(i)}|{form(i + 1)}",
        ]
        if lower[i] in _SURNAMES:
            features.append("surname")
        if lower[i] in _MIDDLES:
            features.append("middle")
        if "'" in lower[i]:
            features.append("apostrophe")
    return features


def _run_features(row: TokenRow, span: tuple[int, int], hints: NameHints) -> list[str]:
    first, last = span
    lower = row.lower
    before = lower[first - 1] if first else "<>"
    before2 = lower[first - 2] if first > 1 else "<>"
    after = lower[last] if last < len(lower) else "<>"
    after2 = lower[last + 1] if last + 1 < len(lower) else "<>"
    text = " ".join(lower[first:last])
    features = [
        f"run.n={min(last - first, 6)}",
        f"run.before={before}",
        f"run.before2={before2}_{before}",
        f"run.after={after}",
        f"run.after2={after}_{after2}",
        f"run.sur={lower[first] in _SURNAMES}",
        f"run.open={_OPENERS.get(before, '-')}",
    ]
    honorific = honorific_before(lower, first)
    if honorific:
        features += ["run.hon", f"run.hon={honorific}"]
    if after in _CLOSERS:
        features.append("run.closer")
    if text in hints.places:
        features.append("run.place")
    if text in hints.honoured:
        features.append("run.honoured")
    return features


def places_in_run(lower: Sequence[str], span: tuple[int, int], places: frozenset[str]) -> tuple[int, ...]:
    """Return for each word of the run which place name covers it (1, 2, ...), 0 where none does."""
    first, last = span
    cover = [0] * (last - first)
    at, number = first, 0
    while at < last:
        size = _place_size(lower, at, last, places)
        if size:
            number += 1
            cover[at - first : at - first + size] = [number] * size
        at += max(size, 1)
    return tuple(cover)


def _place_size(lower: Sequence[str], at: int, last: int, places: frozenset[str]) -> int:
    for size in range(min(4, last - at), 0, -1):
        text = " ".join(lower[at : at + size])
        if text in _COUNTRIES or (text in places and (size > 1 or at == 0 or lower[at - 1] in _OPENERS)):
            return size
    return 0


def _place_in_run(row: TokenRow, i: int, span: tuple[int, int], cover: Sequence[int], hints: NameHints) -> list[str]:
    first, last = span
    features = [
        f"in.at={min(i - first, 4)}",
        f"in.left={min(last - 1 - i, 4)}",
        f"in.at_n={min(i - first, 4)}/{min(last - first, 6)}",
    ]
    features += _cover_features(row.lower, i, span, cover)
    features += _neighbour_features(row.lower, i, span)
    features += _hint_features(row.lower, i, last, hints)
    return features


def _cover_features(lower: Sequence[str], i: int, span: tuple[int, int], cover: Sequence[int]) -> list[str]:
    """Return where the word stands to the place names of its run: "Quảng Trị | Nguyễn Văn Hùng"."""
    first, last = span
    features: list[str] = []
    if cover[i - first]:
        features.append(f"in.place/{min(last - i, 4)}")
    elif i > first and cover[i - first - 1]:
        features.append(f"in.after_place/{min(last - i, 5)}")
        features.append(f"in.after_place.sur={lower[i] in _SURNAMES}/{min(last - i, 5)}")
    if i + 1 < last and cover[i + 1 - first] and not cover[i - first]:
        features.append("in.before_place")
    return features


def _neighbour_features(lower: Sequence[str], i: int, span: tuple[int, int]) -> list[str]:
    first, last = span
    features: list[str] = []
    if lower[i] in _STARTERS:
        features.append(f"in.starter/{min(last - 1 - i, 2)}")
    if i + 1 < last:
        if lower[i + 1] in _STARTERS:
            features.append("in.next.starter")
        features.append(f"in.next.sur={lower[i + 1] in _SURNAMES}|mid={lower[i + 1] in _MIDDLES}")
    if i > first:
        features.append(f"in.prev={lower[i - 1]}")
        features.append(f"in.prev.sur={lower[i - 1] in _SURNAMES}|mid={lower[i - 1] in _MIDDLES}")
        if honorific_before(lower, i):
            features.append("in.hon")
    return features


def _hint_features(lower: Sequence[str], i: int, last: int, hints: NameHints) -> list[str]:
    features: list[str] = []
    if lower[i] in hints.given:
        features.append("in.given")
    rest = " ".join(lower[i:last])
    if rest in hints.honoured:
        features.append("in.rest.honoured")
    if rest in hints.places:
        features.append("in.rest.place")
    if lower[i] in _SURNAMES and last - i in (2, 3, 4):
        features.append(f"in.name_from_here={last - i}")
    return features


def features_fingerprint() -> Mapping[str, int]:
    """Return the sizes of the word lists behind the features; a changed list needs a new model."""
    return {
        "surnames": len(_SURNAMES),
        "middles": len(_MIDDLES),
        "honorifics": len(_HONORIFICS),
        "starters": len(_STARTERS),
    }

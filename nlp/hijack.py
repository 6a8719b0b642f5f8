"""How likely a page carries injected gambling text: words out of place weigh more than words of the topic."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.extraction import Hijack
from domain.text import fold
from nlp.document import Document
from nlp.injected_terms import Term, count_list_words, count_reporting, find_named_sites, find_terms
from nlp.lowering import lowered
from nlp.restoration import (
    AFTER_AGENCY,
    BEFORE_PLACE,
    LEVEL_AFTER,
    REST_OF_WORD,
    inside_symbol,
    propose_restorations,
)

# Points at which a page is suspected; score = points / (points + POINTS), so that suspicion starts at 0.5.
POINTS: Final = 2.0
_NEAR: Final = 24  # characters between an invitation and the name it invites to
_LIST_ITEM: Final = re.compile(r"[^,;|\n]+")
_SENTENCE_LIKE: Final = re.compile(r"[.!?]\s|[.!?]$|\b(?:đã|được|là|của|cho|tại|các)\b")
# "Đảng và Nhà <soi kèo> cùng", "nguyên Chủ tịch <soi kèo> Trần ...": where only "nước" stands.
_HALF_WORD: Final = re.compile(r"(?<!\w)(?:Nhà|nguyên Chủ tịch|Chủ tịch|cả|đất) $")


@dataclass(frozen=True, slots=True)
class _Scene:
    """A page with its gambling words; `sites` are foreign names that only their position can unmask."""

    document: Document
    text: str
    lower: str
    terms: tuple[Term, ...]
    sites: tuple[Term, ...]
    host: str
    reporting: bool

    def capital(self, term: Term) -> bool:
        return self.text[term.start].isupper()


def find_hijack(document: Document, host: str | None = None) -> Hijack:
    """Return the suspicion against a page; `host` is the site's name, such as "snv.gialai.gov.vn".

    Restorations are proposed for suspected pages only, and never applied.
    """
    terms = find_terms(document)
    sites = [] if not _symbols_damaged(document) else find_named_sites(document)
    spread = _find_in_address(document) if not terms else ()
    if not terms and not sites:
        score = 1.0 if spread else 0.0
        return Hijack(bool(spread), _score(score * POINTS), tuple(spread), ())
    scene = _Scene(
        document,
        document.unified,
        lowered(document),
        tuple(terms),
        tuple(sites),
        (host or "").lower(),
        count_reporting(lowered(document)) >= 2,
    )
    points = sum(points for rule in _RULES for points in rule(scene))
    if points <= 0.0:
        return Hijack(False, 0.0, (), ())
    suspected = points >= POINTS
    names = _surfaces(document, [*terms, *(site for site in sites if _is_displaced(scene, site))])
    restored = propose_restorations(document, _all_terms(scene), scene.host) if suspected else ()
    return Hijack(suspected, _score(points), names, restored)


def _score(points: float) -> float:
    return round(points / (points + POINTS), 4)


def _symbols_damaged(document: Document) -> bool:
    """A document symbol with a foreign word in it: "2055/Dubai ...", "KH-Lucky ..."."""
    return _DAMAGED.search(document.unified) is not None


_DAMAGED: Final = re.compile(r"\d/(?:[A-ZĐ]{1,6}-)?[A-Z][a-z]{2,} [A-Z]")


def _all_terms(scene: _Scene) -> list[Term]:
    spans = {(t.start, t.end) for t in scene.terms}
    extra = [site for site in scene.sites if not any(a < site.end and site.start < b for a, b in spans)]
    return sorted([*scene.terms, *extra], key=lambda t: t.start)


def _is_displaced(scene: _Scene, term: Term) -> bool:
    return inside_symbol(scene.text, term.start, term.end) is not None


def _surfaces(document: Document, terms: Sequence[Term]) -> tuple[str, ...]:
    """Return the distinct words as printed, most frequent first."""
    counted = Counter(document.text[term.start : term.end] for term in terms)
    return tuple(surface for surface, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _points_of_symbols(scene: _Scene) -> Iterator[float]:
    """A betting site stands inside a document symbol: "1043/KH-Dubai Palace"."""
    for term in _all_terms(scene):
        if _is_displaced(scene, term):
            yield 3.0


def _points_of_agencies(scene: _Scene) -> Iterator[float]:
    """A betting site of a province decides and demands: "Dubai Palace tỉnh đã ban hành"."""
    for term in scene.terms:
        if scene.capital(term) and AFTER_AGENCY.match(scene.lower, term.end):
            yield 2.0
        elif term.kind == "brand" and LEVEL_AFTER.match(scene.lower, term.end):
            yield 1.0


def _points_of_places(scene: _Scene) -> Iterator[float]:
    """A betting site stands where a province must: "tỉnh Nhà cái", "Báo Nhà cái"."""
    for term in scene.terms:
        before = scene.text[max(0, term.start - 40) : term.start]
        if scene.capital(term) and BEFORE_PLACE.search(before):
            yield 2.0


def _points_of_torn_words(scene: _Scene) -> Iterator[float]:
    """Half of a word was replaced: "Link vào Dubai Palace cường sự chỉ đạo", "Đảng và Nhà soi kèo cùng"."""
    for term in scene.terms:
        before = scene.text[max(0, term.start - 20) : term.start]
        left_over = REST_OF_WORD.match(scene.lower, term.end)
        if left_over or (not scene.capital(term) and _HALF_WORD.search(before)):
            yield 2.0


def _points_of_invitations(scene: _Scene) -> Iterator[float]:
    """An invitation stands beside a name: "Link vào Dubai Palace", "Kubet trang chủ chính thức"."""
    if scene.reporting:
        return
    for one, other in zip(scene.terms, scene.terms[1:], strict=False):
        kinds = {one.kind, other.kind}
        if "advert" in kinds and len(kinds) == 2 and other.start - one.end <= _NEAR:
            invites = one.kind == "advert" and scene.lower.startswith("link", one.start)
            yield 2.0 if invites else 1.0 if "brand" in kinds else 0.7


def _points_of_keyword_lists(scene: _Scene) -> Iterator[float]:
    """Search words stand in a row, without a sentence: "kuwin, tỉ số, lịch thi đấu, lode"."""
    if scene.reporting:
        return
    lists = [line for line in scene.document.lines[:20] if _is_keyword_list(scene.lower[slice(*line)])]
    listed = [t for t in scene.terms for start, end in lists if start <= t.start < end]
    sure = sum(1 for t in listed if t.kind == "brand")
    # Sport words count only where the list is the page: a sport article has sentences.
    whole = sum(end - start for start, end in lists) > 0.6 * len(scene.lower)
    beside = sum(count_list_words(scene.lower[start:end]) for start, end in lists) if whole else 0
    if listed and (sure or len(listed) >= 3 or beside >= 2):
        yield 2.0 + 0.5 * (len(listed) - 1)


def _is_keyword_list(line: str) -> bool:
    items = [item for item in _LIST_ITEM.findall(line) if item.strip()]
    return len(items) >= 3 and all(len(item) <= 60 for item in items) and not _SENTENCE_LIKE.search(line)


def _points_of_spread(scene: _Scene) -> Iterator[float]:
    """The whole page speaks of many sites and games and reports nothing."""
    if scene.reporting:
        return
    kinds: dict[str, set[str]] = {"brand": set(), "advert": set(), "topic": set()}
    for term in scene.terms:
        kinds[term.kind].add(scene.lower[term.start : term.end])
    if kinds["brand"] and (kinds["advert"] or kinds["topic"]):
        yield 0.4 * (len(kinds["brand"]) + len(kinds["topic"]))
    if len(kinds["topic"]) >= 3 and len(kinds["advert"]) >= 2:
        yield 2.0


def _points_of_host(scene: _Scene) -> Iterator[float]:
    """An office of the state names a betting site without reporting on it."""
    official = scene.host.endswith(".gov.vn") or scene.host.endswith(".dcs.vn")
    if official and not scene.reporting and any(t.kind == "brand" for t in scene.terms):
        yield 1.2


def _find_in_address(document: Document) -> tuple[str, ...]:
    """Return gambling words of the address when the text has none: a copied article on a betting site."""
    url = document.page.url
    if not url:
        return ()
    words = fold(re.sub(r"[^\w]+", " ", url.partition("://")[2])).replace("_", " ")
    return tuple(dict.fromkeys(match[0] for match in _ADDRESS.finditer(words)))


_ADDRESS: Final = re.compile(
    r"(?<!\w)(?:nha cai|tai xiu|soi keo|ca cuoc|danh de|lo de|no hu|keo nha cai|xoc dia|ban ca doi thuong|kubet|fun88"
    r"|w88|fb88|kuwin|98win|sunwin|188bet|8xbet|789bet|jun88|new88|hi88|shbet|789club|go88|rikvip)(?!\w)"
)
_RULES: Final[tuple[Callable[[_Scene], Iterator[float]], ...]] = (
    _points_of_symbols,
    _points_of_agencies,
    _points_of_places,
    _points_of_torn_words,
    _points_of_invitations,
    _points_of_keyword_lists,
    _points_of_spread,
    _points_of_host,
)

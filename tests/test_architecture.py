"""The import rule of the house: data flows down, imports point down, siblings never meet."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ALLOWED = {
    "domain": set(),
    "crawler": {"domain"},
    "nlp": {"domain"},
    "models": {"domain"},
    "registry": {"domain"},
    "review_app": {"domain", "registry"},
    "samples": {"domain"},
    "guong": {"domain", "crawler", "nlp", "models", "registry", "review_app", "samples"},
    "benchmarks": {"domain", "crawler", "nlp", "models", "registry", "guong", "samples"},
}
# A library that belongs to one room: (library, places that may import it).
ROOMS = {
    "django": ("review_app/",),
    "sqlite_utils": ("registry/",),
    "underthesea": ("benchmarks/",),
    "underthesea_core": ("models/",),
    "sklearn": ("models/",),
    "requests": ("crawler/", "benchmarks/"),
}
# The floors of the crawler, from the ground up: a package imports its own modules and those of lower floors only.
CRAWLER = (
    "records",
    "fetching",
    "pages",
    "families",
    "sources",
    "queue",
    "warc",
    "attachments",
    "articles",
    "lists",
    "crawling",
    "intake",
    "checking",
    "health",
)
FILES = [path for room in ALLOWED for path in sorted((ROOT / room).rglob("*.py"))]


def imported_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_lies_below_it(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    used = {name.split(".")[0] for name in imported_names(path)} & ALLOWED.keys()
    assert used - {room} <= ALLOWED[room]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "crawler").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT / "crawler"))
)
def test_inside_the_crawler_imports_point_down_too(path: Path) -> None:
    floor = path.relative_to(ROOT / "crawler").parts[0].removesuffix(".py")
    used = {name.split(".")[1] for name in imported_names(path) if name.startswith("crawler.")}
    assert used <= set(CRAWLER[: CRAWLER.index(floor) + 1] if floor != "__init__" else ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_stays_in_its_room(path: Path) -> None:
    place = str(path.relative_to(ROOT))
    for library, rooms in ROOMS.items():
        if library in {name.split(".")[0] for name in imported_names(path)}:
            assert place.startswith(rooms), f"{place} imports {library}"


def test_domain_needs_the_standard_library_only() -> None:
    import sys

    for path in (ROOT / "domain").rglob("*.py"):
        foreign = {n.split(".")[0] for n in imported_names(path)} - set(sys.stdlib_module_names) - {"domain"}
        assert not foreign, f"{path.name} imports {foreign}"

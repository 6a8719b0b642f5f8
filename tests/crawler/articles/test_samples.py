"""The crawler against the sample portals, from the first request to the page that is mined."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.crawling.crawl import crawl
from crawler.intake.mining import Known, load_page, mark_mined, pages_to_mine
from crawler.queue.frontier import Frontier
from crawler.sources.source import Expected, Source
from crawler.warc.archive import Archive, verify_archive
from samples.server import World, serve
from samples.world import FILES


def sources_of(world: World) -> dict[str, Source]:
    return {
        one.key: Source(
            name=one.key, title=one.name, start=one.lists, feeds=one.feeds, sitemaps=one.sitemaps, family=one.family,
            delay_seconds=0.0, revisit_days=0, allow_loopback=True, expected=Expected(articles=one.expected),
        )
        for one in world.sources()
    }  # fmt: skip


SCANS = {path.name.replace(".scan.txt", ".pdf") for path in FILES.glob("*.scan.txt")}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve() as running:
        yield running


@pytest.fixture(scope="module")
def stores(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Frontier, Archive, Any]]:
    folder: Path = tmp_path_factory.mktemp("crawl")
    with Frontier(folder / "frontier.sqlite") as frontier, Archive(folder / "archive") as archive:
        yield frontier, archive, crawl(sources_of(world).values(), frontier=frontier, archive=archive)


def test_every_sample_page_is_archived_once(world: World, stores: tuple[Frontier, Archive, Any]) -> None:
    frontier, archive, report = stores
    assert report.finished
    assert report.problems == ()
    assert report.counts["article"]["fetched"] == len(world.pages)
    assert report.counts["article"]["unchanged"] == 3  # under another address of the same portal
    assert {item.fetch_url for item in frontier.mining.archived()} == {world.address(page) for page in world.pages}
    assert verify_archive(archive)[1] == ()


def test_every_sample_page_is_read_exactly_from_the_archive(
    world: World, stores: tuple[Frontier, Archive, Any]
) -> None:
    frontier, archive, _ = stores
    expected = {world.address(page): page.expected for page in world.pages}
    origins = {world.address(page): page.source for page in world.pages}
    assert sum(origin is not None for origin in origins.values()) >= 2
    for item in frontier.mining.archived():
        page, wanted = load_page(frontier, archive, item, Known(sources_of(world))), expected[item.fetch_url]
        assert page is not None
        assert (page.title, page.lead, page.author) == (wanted.title, wanted.lead, wanted.author)
        assert page.origin == origins[item.fetch_url]
        assert page.published == wanted.published
        assert page.text == wanted.text
        assert page.body_start == wanted.body_start
        assert tuple(file.name for file in page.attachments) == wanted.attachments
        readable = [
            file for file in page.attachments if file.name.endswith((".pdf", ".docx")) and file.name not in SCANS
        ]
        assert all(file.text for file in readable)
        assert all(file.sha256 for file in page.attachments)


def test_the_next_edition_brings_only_what_really_changed(world: World, stores: tuple[Frontier, Archive, Any]) -> None:
    frontier, archive, _ = stores
    before = {world.address(page): page.expected.text for page in world.pages}
    for item in pages_to_mine(frontier):
        mark_mined(frontier, item.url, item.sha256, "mined")
    world.advance()
    report = crawl(sources_of(world).values(), frontier=frontier, archive=archive)
    after = {world.address(page): page.expected.text for page in world.pages}
    changed = {url for url, text in after.items() if before.get(url) != text}
    assert changed
    assert {item.fetch_url for item in pages_to_mine(frontier)} == changed
    assert report.counts["article"].get("gone", 0) == len(before.keys() - after.keys())

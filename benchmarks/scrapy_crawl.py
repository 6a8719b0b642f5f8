"""The same crawl by Scrapy, for `benchmarks.crawl`: robots obeyed, resumable, every body on disk.

python -m benchmarks.scrapy_crawl FOLDER DELAY [--read] URL... - prints one JSON line with pages and peak memory; with
--read the spider reads each article by our reader before it saves it.
"""

import hashlib
import json
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import TextResponse

from benchmarks.memory import peak_megabytes


class Pages(scrapy.Spider):
    """Walks lists, saves articles and attached files as received."""

    name = "pages"

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the first list of each host."""
        for url in self.settings.getlist("START"):
            yield scrapy.Request(url, self.parse_list)

    def parse_list(self, response: TextResponse) -> Iterator[scrapy.Request]:
        """Follow the articles and the next pages of a list."""
        for link in response.css("h3 a::attr(href)"):
            yield response.follow(link, self.parse_article)
        for link in response.css("ul.pagination a::attr(href)"):
            yield response.follow(link, self.parse_list)

    def parse_article(self, response: TextResponse) -> Iterator[scrapy.Request]:
        """Save an article, read if so wished, and follow its files."""
        if self.settings.getbool("READ"):
            from crawler.articles.article import read_article

            read_article(response.body, {"Content-Type": "text/html; charset=utf-8"}, response.url, "nukeviet")
        self.save(response)
        for link in response.css(".news-download-file a::attr(href)"):
            yield response.follow(link, self.save)

    def save(self, response: TextResponse) -> None:
        """Write a body to disk, named by its address."""
        name = hashlib.sha256(response.url.encode()).hexdigest()
        (Path(self.settings["BODIES"]) / name).write_bytes(response.body)


def main() -> None:
    """Crawl and tell the peak memory of this process."""
    folder, delay = Path(sys.argv[1]), float(sys.argv[2])
    urls = [one for one in sys.argv[3:] if one != "--read"]
    bodies = folder / "bodies"
    bodies.mkdir(parents=True)
    process = CrawlerProcess(
        {
            "START": urls,
            "READ": len(urls) < len(sys.argv[3:]),
            "BODIES": str(bodies),
            "JOBDIR": str(folder / "job"),
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": delay,
            "RANDOMIZE_DOWNLOAD_DELAY": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "CONCURRENT_REQUESTS": max(16, len(urls)),
            "LOG_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
        }
    )
    process.crawl(Pages)
    process.start()
    used = resource.getrusage(resource.RUSAGE_SELF)
    result = {"cpu_s": used.ru_utime + used.ru_stime, "rss_mb": peak_megabytes()}
    sys.stdout.write(json.dumps(result | {"saved": sum(1 for _ in bodies.iterdir())}) + "\n")


if __name__ == "__main__":
    main()

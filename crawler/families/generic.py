"""Any other page: what it says of itself, and the main text as trafilatura sees it."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="generic",
    marks="",
    title="h1",
    body="",
    published="time[datetime], [itemprop='datePublished'], [class*='date'], [class*='time'], [class*='ngay']",
    bylines="[itemprop='author'], .author, .tac-gia, [class*='author' i], [id*='TacGia'], p.text-right",
    origins="[class*='source' i], [class*='nguon' i], [id*='nguon' i]",
    bare_origins=False,
    # A slug of four words or more, or one that ends in a number: /ten-bai-viet-dai-123.html
    article_url=re.compile(r"/[^/?]*(?:[^-/?]+-){4,}[^/?]*$|/[^/?]+-\d{3,}[^/?]*\.(?:html?|htm|aspx|chn)(?:$|\?)"),
    skip_url=re.compile(
        r"/(?:tag|tags|tim-kiem|search|login|dang-nhap|rss|lien-he|gioi-thieu|print)(?:/|\.|$)"
        r"|\.(?:jpe?g|png|gif|webp|css|js|mp[34]|zip|rar|pdf|docx?|xlsx?)(?:$|\?)",
        re.IGNORECASE,
    ),
)

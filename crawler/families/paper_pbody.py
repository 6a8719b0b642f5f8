"""Provincial newspapers that give every paragraph a class: pBody, pCaption, pAuthor."""

import re
from typing import Final

from crawler.families.rules import PRINT_VIEW, Rules

RULES: Final = Rules(
    name="paper_pbody",
    marks="p.pBody, .sapo_detail",
    title="h1.title_detail, h1",
    lead=".sapo_detail",
    published=".date_news",
    body="#main-detail",
    bylines="#main-detail p.pAuthor, p.pAuthor",
    origins="p.pSource",
    drop=".drelated, p.pAuthor, p.pSource, .tags_detail",
    list_links=".title_news a[href], .list_news h3 a[href]",
    article_url=re.compile(r"/[^/?]+[-/]\d{4,}\.htm[l]?(?:$|\?)"),
    skip_url=re.compile(PRINT_VIEW, re.IGNORECASE),
    bare_bylines=True,
)

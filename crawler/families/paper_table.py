"""Provincial newspapers whose pictures and boxes stand in tables."""

import re
from typing import Final

from crawler.families.rules import PRINT_VIEW, Rules

RULES: Final = Rules(
    name="paper_table",
    marks="table.image.center, table.image td.image_desc, table.rl.center",
    title="h1.title, .content-detail h1, h1",
    published=".date",
    body="#content, .content",
    drop="table.rl, .tags, .social, .comment",
    list_links=".news-list .title a[href], .cate-list h3 a[href]",
    # /xa-hoi/202604/ten-bai-a1b2c3/
    article_url=re.compile(r"/\d{6}/[^/?]+/?(?:$|\?)"),
    skip_url=re.compile(PRINT_VIEW, re.IGNORECASE),
    signed_at_end=True,
    strong_lead=True,
)

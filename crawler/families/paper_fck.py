"""Provincial newspapers whose body came out of one rich-text editor."""

import re
from typing import Final

from crawler.families.rules import PRINT_VIEW, Rules

RULES: Final = Rules(
    name="paper_fck",
    marks=".content-fck, #newscontents",
    title="h1.title, .newstitle h1, h1",
    lead=".newssapo, .sapo",
    published=".pubdate",
    body=".content-fck, #newscontents:not(:has(.content-fck))",
    drop=".related, .tags, .views, .social",
    list_links=".catnews .title a[href], .listnews h3 a[href]",
    # /xa-hoi/ten-bai-a31234.html, /ten-bai-123456.html
    article_url=re.compile(r"-a?\d{3,}\.html?(?:$|\?)"),
    skip_url=re.compile(PRINT_VIEW, re.IGNORECASE),
    signed_at_end=True,
    strong_lead=True,
)

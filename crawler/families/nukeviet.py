"""NukeViet portals, the edition for agencies included."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="nukeviet",
    marks="meta[name='generator' i][content*='NukeViet' i], #news-bodyhtml, .news_column[itemtype*='NewsArticle']",
    title=".news_column h1[itemprop='headline'], .news_column h1.title, h1[itemprop='headline']",
    lead=".news_column .hometext, .hometext",
    published=".news_column span.h5, .news_column time, .news_column [itemprop='datePublished']",
    body="#news-bodyhtml, .bodytext",
    bylines=".news_column p.h5.text-right, .news_column .text-right p, p.h5.text-right",
    drop="ul.related, .related, .news-download-file, #form3B, #stringrating, .tags, .keywords, .socialicon, .comment",
    attachments=".news-download-file .list-group-item a[href]",
    # /tin-tuc/guong-dien-hinh/ten-bai-viet-123.html or index.php?language=vi&nv=news&op=guong/ten-bai-123
    article_url=re.compile(r"/[^/?]+/[^/?]+-\d+\.html(?:$|[?#])|[?&]nv=[^&]+.*&op=[^&]*-\d+(?:&|$)"),
    skip_url=re.compile(
        r"/(?:print|savefile|sendmail|rss|tag|groups|topic|search|rating)/|[?&]op=(?:print|savefile|sendmail)"
    ),
)

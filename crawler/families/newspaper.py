"""Newer newspapers whose pages carry JSON-LD."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="newspaper_jsonld",
    marks=".article__title, .article__body, .article__sapo, .cms-body, .story__title",
    title="h1.article__title, .article__header h1, h1.cms-title",
    lead=".article__sapo, .cms-desc",
    published=".article__meta time[datetime], .article__meta time, .article__meta .date, .article__meta",
    body=".article__body, .cms-body",
    bylines=".article__author, .article__meta .author, .cms-author",
    drop=(
        ".article-relate, .article__relate, .notebox, .article__tag, .article__author, .article__share, .article__meta,"
        " .comment, .box-comment, .banner, .ads, [class*='advert'], div.seo-suggest-link,"
        " ul.seo-suggest-link, p.seo-suggest-link"
    ),
    attachments=".article__attach a[href], .article__file a[href]",
    list_links=".story__heading a[href], .story__title a[href]",
    # /guong-sang/ten-bai-viet-post123456.html
    article_url=re.compile(r"-post\d+\.html?(?:$|[?#])"),
    trusts_structured=True,
)

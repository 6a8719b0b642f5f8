"""Newer newspapers whose pages carry JSON-LD."""

import re
from typing import Final

from crawler.families.rules import PRINT_VIEW, Rules

RULES: Final = Rules(
    name="newspaper_jsonld",
    marks=(
        ".article__title, .article__body, .article__sapo, .cms-body, .story__title, .afcbc-body, .detail__content,"
        " .fck_detail, .e-magazine__body"
    ),
    title="h1.article__title, .article__header h1, h1.cms-title, h1.title-detail, h1.detail__title, h1.detail-title,"
    " h1.e-magazine__title",
    lead=".article__sapo, .cms-desc, .detail-sapo, .detail__sapo, p.description",
    published=(
        ".article__meta time[datetime], .article__meta time, .article__meta .date, .article__meta, time[datetime]"
    ),
    body=".article__body, .cms-body, .detail-content.afcbc-body, .detail__content, .fck_detail, .e-magazine__body",
    bylines=".article__author, .article__meta .author, .cms-author",
    origins=".article__source, .detail__source, .cms-source",
    drop=(
        ".article-relate, .article__relate, .notebox, .article__tag, .article__author, .article__share, .article__meta,"
        " .article__source, .detail__source, .cms-source, .comment, .box-comment, .banner, .ads, [class*='advert'],"
        " div.seo-suggest-link, ul.seo-suggest-link, p.seo-suggest-link"
    ),
    attachments=".article__attach a[href], .article__file a[href]",
    list_links=".story__heading a[href], .story__title a[href]",
    # /guong-sang/ten-bai-viet-post123456.html
    article_url=re.compile(r"-post\d+\.html?(?:$|[?#])"),
    skip_url=re.compile(PRINT_VIEW, re.IGNORECASE),
    trusts_structured=True,
)

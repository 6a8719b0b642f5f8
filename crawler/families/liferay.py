"""Liferay portals: journal articles and the news portlets of provinces."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="liferay",
    marks="[id^='p_p_id_'], .portlet-boundary, .content_detail_news, .journal-content-article",
    title="#titleDetail, .content_detail_news h1, .journal-content-article h1, .asset-full-content .asset-title",
    lead="#leadDetail, .journal-content-article .article-summary, .article-summary",
    published=".content_detail_news .date_time, .meta-data-date, .metadata-publish-date",
    body="#contentDetail, .journal-content-article",
    bylines=".content_detail_news .author, .journal-content-article .author",
    origins=".content_detail_news .source, .journal-content-article .source",
    drop=(
        "#myRating, .taglib-ratings, .taglib-asset-tags-summary, .taglib-social-bookmarks, .attachment, .author,"
        " .source, .list_detail, .meta-data-date, .metadata-publish-date"
    ),
    attachments=".attachment a[href]",
    list_links=".cat_record .title_v a[href], .asset-abstract .asset-title a[href]",
    # /web/lc/-/ten-bai, /tin-tuc/-/asset_publisher/aB3/content/ten-bai
    article_url=re.compile(
        r"/-/(?!asset_publisher|document_library|blogs)[^/?]+/?(?:$|\?)|/asset_publisher/[^/?]+/content/[^/?]+"
    ),
    skip_url=re.compile(r"[?&]p_p_state=(?:pop_up|exclusive)|[?&]p_p_lifecycle=2|/c/(?:portal|document_library)/"),
    bare_bylines=True,
    # One article is linked from every page it is listed on: ?redirect=...&inheritRedirect=false&_101_INSTANCE_x_cur=3
    passing_parameters=re.compile(
        r"^(?:.*_)?redirect$|^inheritRedirect$|^p_[pr]_\w+$|^_\w+_INSTANCE_\w+$", re.IGNORECASE
    ),
)

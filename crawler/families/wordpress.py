"""WordPress sites."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="wordpress",
    marks="meta[name='generator' i][content*='WordPress' i], link[href*='/wp-content/'], body.single-post",
    title="h1.entry-title, h1.post-title, article h1",
    published="time.entry-date, time.published, .posted-on time, .entry-date, meta[property='article:published_time']",
    body=".entry-content, .post-content, .td-post-content",
    bylines=".author.vcard .fn, .byline .author, .post-author",
    origins=".entry-source, .post-source",
    drop=(
        ".post-views, .post_views_count, .sharedaddy, .addtoany_share_save_container, .jp-relatedposts, .yarpp-related,"
        " .rp4wp-related-posts, .crp_related, .related-posts, .tags-links, .wp-block-buttons, .wp-block-file,"
        " .navigation, .page-links, #ez-toc-container, .lwptoc, .kk-star-ratings"
    ),
    attachments=".wp-block-file a[href]",
    list_links=".entry-title a[href], .post-title a[href]",
    # /2026/04/ten-bai/, /ten-bai-co-nhieu-chu/
    article_url=re.compile(r"/\d{4}/\d{2}/(?:\d{2}/)?[^/?]+/?(?:$|\?)|//[^/]+/(?:[^-/?]+-){4,}[^-/?]+/?(?:$|\?)"),
    skip_url=re.compile(
        r"/(?:category|tag|author|page|wp-json|feed|wp-content|print)/|[?&](?:replytocom|share|print)="
    ),
    trusts_structured=True,
    signed_at_end=True,
    bare_bylines=True,
)

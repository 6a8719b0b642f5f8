"""SharePoint portals of the "tandan" branch."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="sharepoint_tandan",
    marks="[class*='tandan-'], .channel-news-title",
    title=".tandan-p-article-news-title",
    lead=".tandan-p-article-news-summary",
    published=".tandan-span-date-publish",
    body=".tandan-p-article-main, .ms-rtestate-field",
    bylines=".tandan-p-article-author, .tandan-span-author",
    origins="[class*='tandan-'][class*='source' i], [class*='tandan-'][class*='nguon' i]",
    bare_origins=False,
    drop=".tandan-div-article-other, .td-tags, .tandan-div-rating, .tandan-div-comment, .tandan-div-attachment",
    attachments="[class*='attach'] a[href]",
    list_links=".channel-news-title a[href]",
    # /portal/Pages/2024-4-25/Slug-cut-shortab12cd.aspx
    article_url=re.compile(r"/Pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]+\.aspx", re.IGNORECASE),
    page_parameter="PageIndex",
    signed_at_end=True,
)

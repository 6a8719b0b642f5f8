"""SharePoint portals whose article stands in a web part (ministries)."""

import re
from typing import Final

from crawler.families.rules import PRINT_VIEW, Rules

RULES: Final = Rules(
    name="sharepoint_webpart",
    marks="[id*='_SPWebPartManager1_g_'], #divArticleDescription2, #divArticleDescription3, #news-detail",
    title="#divArticleDescription3 h1, #news-title",
    lead="#divArticleDescription1, #news-des",
    published="[id$='_pnHide'], .news-date",
    body="#divArticleDescription2, #news-detail",
    bylines="[id$='_pnTacgia'], .news-author",
    origins="[id$='_pnNguontin' i], .news-source",
    drop="[id$='_pnHide'], [id$='_pnNguontin'], [id$='_pnTacgia'], .ms-rating, .other-news",
    attachments="a[href*='/Attachments/']",
    list_links=".news-title a[href], .list-news h3 a[href]",
    # /vn/tin-tuc/58331/ten-bai.aspx, /tintuc/Pages/tin.aspx?ItemID=214
    article_url=re.compile(r"/vn/tin-tuc/\d+/[^/?]+\.aspx|/[^/?]+\.aspx\?(?:[^#]*&)?ItemID=\d+", re.IGNORECASE),
    skip_url=re.compile(rf"/chuyen-muc/|kenh-rss|/_layouts/|{PRINT_VIEW}", re.IGNORECASE),
    signed_at_end=True,
)

"""Portals of provinces with themes of their own, told by the classes each theme is known for."""

import re
from typing import Final

from crawler.families.generic import RULES as GENERIC
from crawler.families.rules import Rules

RULES: Final = Rules(
    name="own_portal",
    marks=(
        ".ArticleSummary, .ArticleContent, .noidung.sapo, .block_tin .textbody, .chi-tiet-main-content, "
        ".noi-dung-trang, .article_summary_detail, .asset-content.change-size, .dtContentDate"
    ),
    title=".ArticleHeader, .ArticleTitle, .block_tin .tieude, .chi-tiet-title, .title_detail_news, h1",
    lead=".ArticleSummary, .noidung.sapo, .block_tin .mota, .chi-tiet-sub-content, "
    ".article_summary_detail, .content_summary",
    published=(
        ".PostDate, .thongke-ngay, .block_tin .date_pst, .chi-tiet-publish-date, .publish-date, .time_detail_news,"
        " .date-post, .dtContentDate"
    ),
    # Lead and body share the class "noidung" in one theme.
    body=(
        ".ArticleContent, .noidung:not(.sapo), .block_tin .textbody, .chi-tiet-main-content, .noi-dung-trang,"
        " .content_detail_news_body, .asset-content.change-size, .dtContentText"
    ),
    bylines=".ArticleAuthor, .tacgia, .chi-tiet-author",
    origins=".ArticleSource, .nguontin, .chi-tiet-nguon",
    drop=".ArticleAuthor, .tacgia, .ArticleSource, .nguontin, .chi-tiet-nguon, .tinlienquan, .OtherArticles, .luotxem,"
    " .chi-tiet-author, .dinhkem",
    attachments=".ArticleAttachment a[href], .dinhkem a[href], .chi-tiet-file a[href]",
    list_links=".ArticleList .ArticleTitle a[href], .tin-item .tieude a[href]",
    article_url=GENERIC.article_url,
    skip_url=re.compile(GENERIC.skip_url.pattern + r"|/video/|/hoi-dap/", re.IGNORECASE),
    signed_at_end=True,
    bare_bylines=True,
)

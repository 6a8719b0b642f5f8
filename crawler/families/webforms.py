"""ASP.NET WebForms and DNN portals: labels whose ids end in what they hold, lists that page by postback."""

import re
from typing import Final

from crawler.families.rules import Rules

RULES: Final = Rules(
    name="webforms",
    marks=(
        "[id$='_lblNoiDung'], [id$='_lblTomTat'], [id$='_newsTitle'], [id*='ucNewsDetails'], [id^='dnn_ctr'], "
        ".DnnModule, .de-newscont, .divDetail_DateCreate"
    ),
    title="[id$='_lblTieuDe'], [id$='_lblTitle'], [id$='_newsTitle'], .de-newsCent h1, .divDetail_Title",
    lead="[id$='_lblTomTat'], [id$='_lblSummary'], .de-sumcontent",
    published="[id$='_lblNgayDang'], [id$='_lblPostedDate'], [id$='_lblDate'], .de-newsCent span[id*=DateTime],"
    " .divDetail_DateCreate",
    body="[id$='_lblNoiDung'], [id$='_lblContent'], .de-newscont, .divDetail_Content",
    bylines="[id$='_lblTacGia'], [id$='_lblAuthor']",
    origins="[id$='_lblNguon'], [id$='_lblNguonTin'], [id$='_lblSource']",
    drop="[id$='_lblTacGia'], [id$='_lblAuthor'], [id$='_lblNguon'], [id$='_lblNguonTin'], [id$='_lblSource'],"
    " [id$='_lblLuotXem'], .other-news",
    attachments="[id*='FileDinhKem'] a[href], [id*='Attach'] a[href], a[href*='LinkClick.aspx']",
    list_links="[id*='hplTieuDe'][href], [id*='hplTitle'][href], .rgRow a[href], .rgAltRow a[href]",
    # /tabid/119/ArticleId/2041/ten-bai.aspx, ChiTiet.aspx?ContentID=318
    article_url=re.compile(
        r"/(?:ArticleId|ContentID|ItemID|newsid|id)/\d+/|[?&](?:Article|Content|Item|News|Post)_?ID=\d+", re.IGNORECASE
    ),
    skip_url=re.compile(r"LinkClick\.aspx|/ctl/|[?&]ctl=|[?&]print=|/(?:login|search|tim-kiem)", re.IGNORECASE),
    signed_at_end=True,
    bare_bylines=True,
)

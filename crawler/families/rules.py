"""The form of a family's rules: selectors and patterns that the one engine reads pages with."""

import re
from dataclasses import dataclass
from typing import Final

NO_URL: Final = re.compile(r"(?!)")
# The same article once more, set for the printer: /in-bai/xa-hoi/ten-bai/231234.htm, ten-bai.aspx?print=1
PRINT_VIEW: Final = r"/(?:print|in-bai|in-bai-viet|inbai|ban-in|in-tin)(?:/|\.|$)|[?&](?:print|inbai)="


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a family keeps the parts of an article, and how its lists lead to articles and further pages.

    All fields are CSS selectors unless said otherwise; several are tried by document order. `marks` tell the family
    from others. `body` must be there on an article page, else the page has changed. `bylines` are elements whose
    text says "Tác giả: X" (and at times "Nguồn tin: Y"), `origins` those of the printed source. `drop` is taken out of
    the body. `article_url` matches article addresses, `skip_url` never leads anywhere. `page_parameter` is a query
    parameter that turns list pages even where no link shows it. `trusts_structured` prefers JSON-LD for date and
    author. `signed_at_end`: the body may end with the author's name. `bare_bylines`, `bare_origins`: a by-line, a
    source may be the name alone. `strong_lead`: a first paragraph all in bold is the lead. `passing_parameters`
    matches query keys of an article's address that say only from where it was reached.
    """

    name: str
    marks: str
    title: str
    body: str
    lead: str = ""
    published: str = ""
    bylines: str = ""
    origins: str = ""
    drop: str = ""
    attachments: str = ""
    list_links: str = ""
    article_url: re.Pattern[str] = NO_URL
    skip_url: re.Pattern[str] = NO_URL
    page_parameter: str = ""
    trusts_structured: bool = False
    signed_at_end: bool = False
    bare_bylines: bool = False
    bare_origins: bool = True
    strong_lead: bool = False
    passing_parameters: re.Pattern[str] = NO_URL

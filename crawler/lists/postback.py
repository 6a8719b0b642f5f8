"""List pages that only a form submission shows: ASP.NET postbacks and pagers that send a page number by POST."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlencode, urlsplit

from bs4.element import Tag

from crawler.fetching.urls import canonical_url, is_same_site, join_url
from crawler.pages.markup import attribute, clean_line
from crawler.pages.selecting import select
from crawler.records import Form, Link, Response
from domain.text import fold

NEXT_WORDS: Final = frozenset({"tiep", "tiep theo", "trang sau", "trang tiep", "sau", "next", ">", ">>", "›", "»"})
# javascript:__doPostBack('ctl00$pager','Page$2')
_POSTBACK: Final = re.compile(r"__doPostBack\(\s*['\"](?P<target>[^'\"]*)['\"]\s*,\s*['\"](?P<argument>[^'\"]*)['\"]")
_PAGE_FIELD: Final = re.compile(r"^(?:.*[$:_.])?(?:page_?(?:no|index|number|num)?|trang|p)$", re.IGNORECASE)
_NOT_A_LIST: Final = re.compile(
    r"log-?in|sign-?in|dang-?nhap|tim-?kiem|search|binh-?luan|comment|gop-?y", re.IGNORECASE
)
_LONGEST_BODY: Final = 2**20
_EXPIRED: Final = re.compile(
    r"validation of viewstate mac failed|the state information is invalid for this page|invalid viewstate"
    r"|invalid postback or callback argument|__viewstate.{0,40}(?:het han|khong hop le)"
)


def next_form(soup: Tag, url: str, page: int, hosts: frozenset[str]) -> Link | None:
    """Return the link that asks for list page number `page` (2 or more) by POST; None when the pager offers none.

    Only hidden fields and the control that turns the page are sent, and only to the source's own hosts; what was
    typed, a search, a login or a comment never is.
    """
    for form in select(soup, "form[method='post' i]"):
        target = join_url(url, attribute(form, "action") or url)
        if target is None or not is_same_site(target, hosts) or _NOT_A_LIST.search(urlsplit(target).path):
            continue
        sent = _postback(form, url, target, page) or _numbered(form, page)
        body = urlencode({**_hidden_fields(form), **sent}) if sent else ""
        if sent and len(body) <= _LONGEST_BODY:
            return Link(target, "list", form=Form(f"trang={page}", body))
    return None


def has_expired(response: Response) -> bool:
    """Tell whether an ASP.NET server has forgotten the state a form refers to."""
    text = response.body[:100_000].decode("utf-8", errors="replace")
    return bool(_EXPIRED.search(fold(clean_line(re.sub(r"<[^>]*>", " ", text)))))


def _postback(form: Tag, url: str, target: str, page: int) -> Mapping[str, str]:
    """ASP.NET posts a page back to its own address, the control that was clicked in __EVENTTARGET."""
    if not form.select_one("input[name='__VIEWSTATE']") or urlsplit(canonical_url(target)).path != _path(url):
        return {}
    following: Mapping[str, str] = {}
    for control in form.select("a, input[type='submit' i], input[type='button' i], button"):
        sent = _click(control)
        shown = clean_line(control.get_text(" ") or attribute(control, "value"))
        if sent and shown == str(page):
            return sent
        if sent and not following and (fold(shown) in NEXT_WORDS or "rgPageNext" in attribute(control, "class")):
            following = sent
    return following


def _click(control: Tag) -> Mapping[str, str]:
    """Return the fields that a click on a control sends; nothing for a switched-off one or an ordinary link."""
    if control.has_attr("disabled") or "aspNetDisabled" in attribute(control, "class"):
        return {}
    script = _POSTBACK.search(f"{attribute(control, 'href')} {attribute(control, 'onclick')}")
    if _NOT_A_LIST.search(script["target"] if script else attribute(control, "name")):
        return {}
    if script:
        return {"__EVENTTARGET": script["target"], "__EVENTARGUMENT": script["argument"]}
    name = attribute(control, "name")
    submits = control.name == "input" and attribute(control, "type").lower() == "submit"
    return {name: attribute(control, "value")} if submits and name else {}


def _numbered(form: Tag, page: int) -> Mapping[str, str]:
    """A pager whose script writes the page number into a hidden field: pageNo=2."""
    if form.select_one("input[type='password' i], textarea"):
        return {}
    fields = [name for name in _hidden_fields(form) if _PAGE_FIELD.match(name)]
    if fields and str(page) in _page_labels(form):
        return {fields[0]: str(page)}
    return {}


def _page_labels(form: Tag) -> Iterator[str]:
    for control in form.select("a, button, li, span[onclick], input[type='button' i], [data-page]"):
        yield attribute(control, "data-page") or clean_line(control.get_text(" ") or attribute(control, "value"))


def _hidden_fields(form: Tag) -> Mapping[str, str]:
    fields = form.select("input[type='hidden' i][name]")
    return {attribute(field, "name"): attribute(field, "value") for field in fields}


def _path(url: str) -> str:
    return urlsplit(canonical_url(url)).path

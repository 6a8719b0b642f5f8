import pytest

from crawler.fetching.urls import canonical_url, is_same_site, join_url
from domain.errors import BadRecord

SAME = [
    ("HTTP://Portal.VN:80/a", "http://portal.vn/a"),
    ("https://portal.vn:443/a#top", "https://portal.vn/a"),
    ("http://portal.vn", "http://portal.vn/"),
    ("http://portal.vn/tin;jsessionid=AB12?x=1", "http://portal.vn/tin?x=1"),
    ("http://portal.vn/(S(ab12cd))/tin.aspx", "http://portal.vn/tin.aspx"),
    ("http://portal.vn/a?PHPSESSID=1&b=2", "http://portal.vn/a?b=2"),
    ("http://portal.vn/a?utm_source=zalo&fbclid=x&id=3", "http://portal.vn/a?id=3"),
    ("http://portal.vn/a?b=2&a=1", "http://portal.vn/a?a=1&b=2"),
    ("http://portal.vn/a/../b/./c", "http://portal.vn/b/c"),
    ("http://portal.vn/tha\u0302\u0301y", "http://portal.vn/th%E1%BA%A5y"),  # NFD spelling of ấ
    ("http://portal.vn/th%e1%ba%a5y", "http://portal.vn/th%E1%BA%A5y"),
    ("http://portal.vn/a%2Fb", "http://portal.vn/a%2Fb"),
    ("http://portal.vn/100%", "http://portal.vn/100%25"),
    ("http://portal.vn/a//b", "http://portal.vn/a//b"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
]


@pytest.mark.parametrize(("url", "expected"), SAME)
def test_different_spellings_have_one_identity(url: str, expected: str) -> None:
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


@pytest.mark.parametrize(
    "url", ["ftp://portal.vn/a", "file:///etc/passwd", "javascript:void(0)", "http://", "http://a:x/"]
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadRecord):
        canonical_url(url)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("bai-1.html#binh-luan", "http://portal.vn/tin/bai-1.html"),
        ("/x", "http://portal.vn/x"),
        ("//khac.vn/x", "http://khac.vn/x"),
        ("mailto:a@b.vn", None),
        ("http://[bad", None),
    ],
)
def test_links_are_resolved_as_browsers_do(reference: str, expected: str | None) -> None:
    assert join_url("http://portal.vn/tin/", reference) == expected


def test_a_site_owns_what_lies_below_its_host_and_nothing_else() -> None:
    hosts = frozenset({"portal.vn", "127.0.0.1:8001"})
    assert is_same_site("https://www.portal.vn/a", hosts)
    assert is_same_site("https://media.portal.vn/a", hosts)
    assert not is_same_site("https://badportal.vn/a", hosts)
    assert not is_same_site("http://127.0.0.1:8002/", hosts)


def test_the_session_of_another_visitor_is_not_sent() -> None:
    from crawler.fetching.urls import fetchable_url

    for path in ("/a?PHPSESSID=z&b=%C3%A1&a=1", "/a?b=%C3%A1&jsessionid=z&a=1", "/a;jsessionid=9?b=%C3%A1&a=1"):
        assert fetchable_url("http://cong.example" + path) == "http://cong.example/a?b=%C3%A1&a=1"
    assert fetchable_url("http://cong.example/a?a=1&ASPSESSIONIDAB=z") == "http://cong.example/a?a=1"
    assert fetchable_url("http://cong.example/a?a=1&") == "http://cong.example/a?a=1&"

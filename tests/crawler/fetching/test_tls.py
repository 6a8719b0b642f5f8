"""Servers with broken TLS: refused by default, met by a named exception, never unverified."""

import ssl
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import trustme

from crawler.crawling.crawl import crawl
from crawler.fetching.egress import Egress
from crawler.fetching.fetch import Fetcher, Limits, Wanted
from crawler.fetching.tls import TlsException, exception_for
from crawler.queue.frontier import Frontier
from crawler.sources.source import read_sources
from crawler.warc.archive import Archive
from domain.errors import BadRecord, FetchFailed, UserMistake

REASON = "máy chủ cũ, đã báo đơn vị quản trị"
PAGE = "<html><body>Xin chào</body></html>"


@dataclass(frozen=True)
class Authority:
    """A root the installation trusts, its intermediate, and files of both."""

    root: trustme.CA
    child: trustme.CA
    root_file: Path
    child_file: Path


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    root = trustme.CA()
    child = root.create_child_ca()
    one = Authority(root, child, tmp_path / "root.pem", tmp_path / "child.pem")
    one.root_file.write_bytes(root.cert_pem.bytes())
    one.child_file.write_bytes(child.cert_pem.bytes())
    return one


@pytest.fixture
def fetcher(authority: Authority) -> Iterator[Fetcher]:
    limits = Limits(connect_seconds=2, read_seconds=2, total_seconds=3)
    one = Fetcher("Guong/test", limits, egress=Egress(ca_bundle=authority.root_file))
    yield one
    one.close()


def forgetful(ca: trustme.CA, name: str) -> ssl.SSLContext:
    """A server that sends its own certificate only, not the intermediate's."""
    leaf = ca.issue_cert(name)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with leaf.private_key_and_cert_chain_pem.tempfile() as both, leaf.cert_chain_pems[0].tempfile() as first:
        context.load_cert_chain(first, both)
    return context


def old(ca: trustme.CA, name: str, *, ciphers: str, newest: ssl.TLSVersion) -> ssl.SSLContext:
    """A server that knows nothing newer."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(name, key_type=trustme.KeyType.RSA).configure_cert(context)
    context.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = newest
    return context


def tls10(ca: trustme.CA) -> ssl.SSLContext:
    return old(ca, "127.0.0.1", ciphers="DEFAULT:@SECLEVEL=0", newest=ssl.TLSVersion.TLSv1)


def rsa_only(ca: trustme.CA) -> ssl.SSLContext:
    return old(ca, "127.0.0.1", ciphers="AES128-SHA:@SECLEVEL=0", newest=ssl.TLSVersion.TLSv1_2)


def want(site: Any, *exceptions: TlsException) -> Wanted:
    host = f"127.0.0.1:{site.port}"
    return Wanted(site.url("/a"), frozenset({host}), allow_loopback=True, tls=exceptions)


def forgive(site: Any, **how: Any) -> TlsException:
    return TlsException(f"127.0.0.1:{site.port}", REASON, **how)


def test_a_missing_intermediate_is_refused_and_a_pinned_one_completes_the_chain(
    secure_site: Any, authority: Authority, fetcher: Fetcher, http: Any
) -> None:
    site = secure_site(forgetful(authority.child, "127.0.0.1"))
    site.routes["/a"] = http(PAGE)
    with pytest.raises(FetchFailed, match="tls intermediate"):
        fetcher.fetch(want(site))
    pinned = forgive(site, intermediate=str(authority.child_file))
    assert fetcher.fetch(want(site, pinned)).body == PAGE.encode()
    with pytest.raises(FetchFailed):  # the exception is no property of the process
        fetcher.fetch(want(site))


def test_a_pinned_intermediate_without_its_root_proves_nothing(
    secure_site: Any, authority: Authority, http: Any
) -> None:
    site = secure_site(forgetful(authority.child, "127.0.0.1"))
    site.routes["/a"] = http(PAGE)
    fetcher = Fetcher("Guong/test", Limits(connect_seconds=2, read_seconds=2, total_seconds=3))
    with pytest.raises(FetchFailed, match="chứng chỉ TLS"):
        fetcher.fetch(want(site, forgive(site, intermediate=str(authority.child_file))))
    fetcher.close()
    assert site.log == []


@pytest.mark.parametrize(("server", "legacy"), [(tls10, "tls1.0"), (rsa_only, "rsa"), (rsa_only, "tls1.0")])
def test_an_old_server_is_refused_and_met_by_its_exception_alone(
    secure_site: Any, authority: Authority, fetcher: Fetcher, http: Any, server: Any, legacy: str
) -> None:
    site = secure_site(server(authority.root))
    site.routes["/a"] = http(PAGE)
    with pytest.raises(FetchFailed, match="legacy"):
        fetcher.fetch(want(site))
    other = TlsException("khac.example", REASON, legacy=legacy)
    with pytest.raises(FetchFailed, match="legacy"):
        fetcher.fetch(want(site, other))
    assert fetcher.fetch(want(site, forgive(site, legacy=legacy))).body == PAGE.encode()


def test_rsa_alone_does_not_bring_tls_1_0_back(secure_site: Any, authority: Authority, fetcher: Fetcher) -> None:
    site = secure_site(tls10(authority.root))
    with pytest.raises(FetchFailed, match=r"tls1\.0"):
        fetcher.fetch(want(site, forgive(site, legacy="rsa")))


@pytest.mark.parametrize("legacy", ["rsa", "tls1.0"])
def test_no_exception_forgives_a_foreign_name_or_a_foreign_root(
    secure_site: Any, authority: Authority, fetcher: Fetcher, http: Any, legacy: str
) -> None:
    misnamed = secure_site(forgetful(authority.child, "khac.example"))
    foreign = secure_site(forgetful(trustme.CA(), "127.0.0.1"))
    for site in (misnamed, foreign):
        site.routes["/a"] = http(PAGE)
        with pytest.raises(FetchFailed, match="chứng chỉ TLS"):
            fetcher.fetch(want(site, forgive(site, intermediate=str(authority.child_file), legacy=legacy)))
        assert site.log == []


def test_every_use_is_told_in_the_report_with_its_reason(
    secure_site: Any, authority: Authority, source_of: Callable[..., Any], fast: Any, http: Any, article: Any,
    listing: Any, frontier: Frontier, archive: Archive,
) -> None:  # fmt: skip
    site = secure_site(forgetful(authority.child, "127.0.0.1"))
    site.routes["/tin/"] = http(listing("/tin/a/bai-1.html"))
    site.routes["/tin/a/bai-1.html"] = http(article("Bài một"))
    source = source_of(site, tls=(forgive(site, intermediate=str(authority.child_file)),))
    options = replace(fast, egress=Egress(ca_bundle=authority.root_file))
    report = crawl([source], frontier=frontier, archive=archive, options=options)
    assert report.counts["article"] == {"fetched": 1}
    (problem,) = [one.message for one in report.problems]
    assert "ghim chứng chỉ trung gian" in problem
    assert f"3 lượt tải; lý do: {REASON}" in problem  # robots.txt, the list, the article


TOML = """
[[source]]
name = "thu"
title = "Thử"
start = ["https://cong.example/tin/"]
tls = [{ %s }]
"""


def test_an_exception_is_read_from_its_source_and_its_file_from_beside_it(authority: Authority, tmp_path: Path) -> None:
    table = f'host = "www.cong.example", reason = "{REASON}", intermediate = "child.pem", legacy = "rsa"'
    (source,) = read_sources(TOML % table, str(tmp_path / "nguon.toml"))
    (one,) = source.tls
    assert one.intermediate == str(authority.child_file)
    assert exception_for("https://cong.example/a", source.tls) == one
    assert exception_for("http://cong.example/a", source.tls) is None
    assert exception_for("https://khac.example/a", source.tls) is None


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ('host = "cong.example", legacy = "rsa"', "reason"),
        ('host = "cong.example", reason = "lỗi", legacy = "rsa"', "lý do"),
        (f'host = "cong.example", reason = "{REASON}"', "intermediate"),
        (f'host = "cong.example", reason = "{REASON}", legacy = "ssl3"', "legacy"),
        (f'host = "cong.example", reason = "{REASON}", verify = false', "phải là chuỗi"),
        (f'host = "cong.example", reason = "{REASON}", verify = "no"', "verify"),
        (f'host = "khac.example", reason = "{REASON}", legacy = "rsa"', "không phải máy chủ của nguồn"),
        (f'host = "https://cong.example", reason = "{REASON}", legacy = "rsa"', "tên máy"),
        (f'host = "cong.example", reason = "{REASON}", intermediate = "khong-co.pem"', "khong-co.pem"),
        (f'host = "cong.example", reason = "{REASON}", intermediate = "root.pem"', "chứng chỉ gốc tự ký"),
        (f'host = "cong.example", reason = "{REASON}", intermediate = "leaf.pem"', "không phải của CA"),
    ],
)
def test_a_careless_exception_is_refused(authority: Authority, tmp_path: Path, table: str, word: str) -> None:
    leaf = authority.root.issue_cert("cong.example")
    (tmp_path / "leaf.pem").write_bytes(leaf.cert_chain_pems[0].bytes())
    with pytest.raises((UserMistake, BadRecord), match=word):
        read_sources(TOML % table, str(tmp_path / "nguon.toml"))

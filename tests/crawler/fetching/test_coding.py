import gzip
import zlib

from crawler.fetching.coding import decode_body

TEXT = b"<p>xin chao</p>" * 500


def test_gzip_and_both_kinds_of_deflate_are_undone() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decode_body(gzip.compress(TEXT), "gzip", 10**6).body == TEXT
    assert decode_body(zlib.compress(TEXT), "deflate", 10**6).body == TEXT
    assert decode_body(raw.compress(TEXT) + raw.flush(), "deflate", 10**6).body == TEXT
    assert decode_body(gzip.compress(TEXT) + gzip.compress(b"!"), "gzip", 10**6).body == TEXT + b"!"


def test_a_cut_stream_is_not_whole() -> None:
    cut = decode_body(gzip.compress(TEXT)[:-20], "gzip", 10**6)
    assert not cut.whole
    assert cut.body
    assert not decode_body(gzip.compress(TEXT)[:-1], "gzip", 10**6).whole


def test_plain_bytes_that_claim_gzip_stay_plain() -> None:
    assert decode_body(TEXT, "gzip", 10**6).body == TEXT


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50 * 2**20))
    decoded = decode_body(bomb, "gzip", 1_000_000)
    assert decoded.too_big
    assert len(decoded.body) == 1_000_000


def test_rubbish_after_the_stream_is_ignored_and_rubbish_inside_is_not() -> None:
    assert decode_body(gzip.compress(TEXT) + b"tail", "gzip", 10**6).body == TEXT
    broken = bytearray(gzip.compress(TEXT))
    broken[40:60] = bytes(20)
    assert not decode_body(bytes(broken), "gzip", 10**6).whole

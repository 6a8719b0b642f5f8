from models.annotations import read_articles
from models.augmentation import shorten

SOURCE = """=== t-1
published: 2024-05-17
unit: tỉnh Sơn La
genre: portrait
kind: portrait
relevant: yes
event: t-1

Người mở đường ở bản Đán
Sương còn dày. Nắng lên muộn. Cả bản dậy sớm. Năm nay, ông {e|Lò Văn Inh} hiến đất làm đường.
Cuối buổi, {c|Chi hội Phụ nữ bản Đán} được tặng Giấy khen. Ai cũng vui.
"""


def test_short_versions_keep_marks_and_the_sentences_that_name_exemplars() -> None:
    article = next(read_articles(SOURCE, "test"))
    digest, teaser = shorten(article)
    assert "\n" not in digest.text
    assert teaser.text.startswith("Người mở đường ở bản Đán\n")
    assert "Ai cũng vui" not in digest.text
    for short in (digest, teaser):
        assert short.relevant
        assert short.event == "t-1"
        assert [short.text[p.start : p.end] for p in short.people] == ["Lò Văn Inh"]
    assert [digest.text[g.start : g.end] for g in digest.groups] == ["Chi hội Phụ nữ bản Đán"]
    assert len({article.id, digest.id, teaser.id}) == 3

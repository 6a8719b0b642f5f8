"""Text in old encodings is told and converted where certain, marked where lost, and left alone else."""

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.legacy_text import Kind, repair_text
from domain.syllables import syllables
from domain.text import normalise
from tests.domain.old_encoders import as_seen, tcvn3, vni

ARTICLE = (
    "Ủy ban nhân dân xã Suối Giàng biểu dương người tốt, việc tốt\n"
    "Ngày 12/3/2026, Chủ tịch Ủy ban nhân dân tỉnh ký Quyết định số 418/QĐ-UBND tặng Bằng khen cho bà Giàng Thị Mỷ.\n"
    "Ông Hoàng Văn Tưởng, thôn Nà Hỏa, hiến 500 m2 đất làm đường; bà con ưu tiên giúp nhau trước.\n"
    "“Tôi chỉ mong các cháu được đến trường”, bà Mỷ nói."
)


def _mojibake(text: str) -> str:
    return as_seen(text.encode("utf-8"))


def _without_controls(text: str) -> str:
    return re.sub("[\u0080-\u009f]", "", text)


def _entities(text: str) -> str:
    return "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in text)


WAYS: list[tuple[Kind, Callable[[str], str]]] = [
    ("tcvn3", lambda text: as_seen(tcvn3(text))),
    ("tcvn3", lambda text: as_seen(tcvn3(text)).replace("\u00ad", "-")),
    ("vni", lambda text: as_seen(vni(text))),
    ("mojibake", _mojibake),
    ("mojibake", lambda text: text.encode("utf-8").decode("latin-1")),
    ("mojibake", lambda text: _mojibake(_mojibake(text))),
    ("mojibake", lambda text: _mojibake(unicodedata.normalize("NFD", text))),
    ("entities", _entities),
]
LOSSY_WAYS: list[Callable[[str], str]] = [
    lambda text: text.encode("ascii", "replace").decode("ascii"),
    lambda text: text.encode("cp1252", "replace").decode("cp1252"),
    lambda text: re.sub("[ạảấầậắằặếềệểốồộớờợứừự]", "\ufffd", text),
    lambda text: re.sub("[ảãạấậắặẻẽẹ]", lambda match: chr(0xDB + ord(match[0]) % 5), text).translate(
        str.maketrans("đươợờộếềừựứửỏỉ", "ð§ñþ¶µª«×øæç¡ï")
    ),
]


@pytest.mark.parametrize(("kind", "damage"), WAYS)
def test_an_article_comes_back_from_each_old_encoding(kind: Kind, damage: Callable[[str], str]) -> None:
    repair = repair_text(damage(ARTICLE))
    assert (repair.kind, repair.certain, repair.converted) == (kind, True, True)
    if kind == "tcvn3":  # the fonts have no accented capitals
        assert repair.text.lower() == ARTICLE.lower()
    else:
        assert repair.text == ARTICLE
    assert repair.share_before < 0.5
    assert repair.share_after >= 0.8
    assert repair.warning.startswith("đã chuyển từ")


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=20, max_size=60), st.sampled_from(WAYS[2:]))
@settings(deadline=None, max_examples=60)
def test_any_vietnamese_words_come_back(words: list[str], way: tuple[Kind, Callable[[str], str]]) -> None:
    sentence = f"{' '.join(words)}, người ở thôn Đồng Bưởi."
    kind, damage = way
    repair = repair_text(damage(sentence))
    assert (repair.kind, repair.text) == (kind, sentence)


@given(st.lists(st.sampled_from(sorted(syllables())), min_size=20, max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_vietnamese_words_come_back_from_tcvn3_in_small_letters(words: list[str]) -> None:
    sentence = f"{' '.join(words)}, người ở thôn đồng bưởi."
    assert repair_text(as_seen(tcvn3(sentence))).text == sentence


@given(st.text(), st.lists(st.sampled_from(sorted(syllables())), max_size=5))
@settings(deadline=None)
def test_no_text_breaks_it_and_lines_stay(noise: str, words: list[str]) -> None:
    text = noise + "\n" + " ".join(words)
    repair = repair_text(text)
    assert repair.text == unicodedata.normalize("NFC", repair.text)
    assert repair.text.count("\n") == unicodedata.normalize("NFC", text).count("\n")
    assert repair.converted or repair.text == unicodedata.normalize("NFC", text)


def test_capitals_of_tcvn3_come_back_for_words_typed_in_capitals() -> None:
    shouted = "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM\n§éc lËp - Tù do - H¹nh phóc"
    assert repair_text(shouted).text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"


def test_an_old_part_is_mended_and_the_clean_part_left() -> None:
    clean = "Bà Mỷ ở bản Pá Hu được tặng Bằng khen."
    repair = repair_text(f"{clean}\n{as_seen(tcvn3(ARTICLE))}\n{clean}")
    assert repair.text.split("\n")[0] == repair.text.split("\n")[-1] == clean
    assert "hiến 500 m2 đất làm đường" in repair.text


def test_letters_whose_control_character_was_lost_come_back_where_only_one_fits() -> None:
    repair = repair_text(_without_controls(_mojibake("Đoàn viên tuyên dương Trường học; đề án, đỏ rực, thời gian")))
    assert repair.kind == "mojibake"
    assert repair.text.startswith("Đoàn viên tuyên dương")
    assert "đá»" in repair.text  # đề or đỏ: not ours to guess
    assert "không khôi phục được" in repair.warning


@pytest.mark.parametrize("damage", LOSSY_WAYS)
def test_text_with_lost_letters_or_in_an_unknown_encoding_is_unreadable_and_unchanged(
    damage: Callable[[str], str],
) -> None:
    damaged = damage(ARTICLE)
    repair = repair_text(damaged)
    assert (repair.kind, repair.unreadable, repair.text) == ("unreadable", True, damaged)
    assert repair.warning.startswith("không đọc được")


def test_a_single_hole_in_a_long_text_is_a_warning_and_no_more() -> None:
    repair = repair_text(f"{ARTICLE}\n{ARTICLE}\nBà con th\ufffdn bản mừng lắm.")
    assert (repair.kind, repair.unreadable) == ("unreadable", False)
    assert "ở vài chỗ" in repair.warning


@pytest.mark.parametrize("run", ["a", "ô", "Ã¡", "á»", "?a", "\ufffd", "-a", "§", "&a"])
def test_a_run_without_end_is_read_in_linear_time(run: str) -> None:
    # Quadratic patterns took more than an hour for this length; there is no clock here, the suite would hang.
    text = "§ Ã¡ á»‡ " + run * 400_000
    assert repair_text(text).text


CLEAN = [
    "",
    ARTICLE,
    "The quick brown fox jumps over the lazy dog? Yes. 100 % — “sure”.",
    "Où est né le garçon? L’élève a été reçu à l’École française d’Extrême-Orient; un cœur naïf, « voilà », août 1998.",
    "Der Bürgermeister überreichte die Größen; schöne Grüße aus Österreich, äußerst kühl, und das Mädchen hörte zu.",
    "El niño pequeño comió piñas en España; ¿qué más señaló mañana el año pasado? ¡Olé, campeón!",
    "H'Yim Kđoh, Y Bhăm Niê, Ayŭn, Čư Prông, Ama H’Oanh, Ksơr H'Lăm, Giàng A Páo, Thào Thị Dê, Krông Nô, Đắk Lắk",
    "Kế hoạch 18/KH-UBND, 1526/QĐ-TTg, 152/2025/NĐ-CP, Nghị quyết số 02-NQ/TU, 38/CĐ-UBND",
    "| STT | Họ và tên | Số tiền |\n|---|---|---|\n| 1 | Lò Thị Ngoãn | 1.500.000 đ |\n| 2 | Nguyễn Ơn | 25 °C ± 2 |",
    "© 2026 Cổng thông tin § 3 ¶ 4 «trích» 10 µg · ½ giờ × 3 ® ¥ £ ¤ ¦ ª º ¹ ¾",
    "Vì sao? Ai làm? Hỏi đáp: có nên không?Tại sao lại thế? https://vi.du/xem?id=3&trang=2 R&D, AT&T, &c.",
    "Viết &nbsp; để có khoảng trắng, &lt;p&gt; và &#224; cho chữ a huyền.",
    "Søren Ångström, Müller, Peña và Françoise đến thăm xã.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_of_any_kind_comes_back_unchanged(text: str) -> None:
    repair = repair_text(text)
    assert (repair.kind, repair.text, repair.warning) == ("clean", text, "")


OWN_FILES = [*sorted(Path("models/corpus").glob("*.txt")), *sorted(Path("samples/pages").glob("*.md"))]


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_our_corpus_and_sample_pages_are_clean_whole_and_in_parts(path: Path) -> None:
    text = normalise(path.read_text(encoding="utf-8"))
    for part in (text, *text.split("\n\n")):
        repair = repair_text(part)
        assert (repair.kind, repair.text) == ("clean", part)


def test_real_pages_are_clean() -> None:
    pages = sorted((Path(os.environ.get("GUONG_SHARED", "/nonexistent")) / "gold_dev/pages").glob("*.txt"))
    if not pages:
        pytest.skip("GUONG_SHARED does not hold the real pages")
    changed = [path.name for path in pages if repair_text(path.read_text(encoding="utf-8")).kind != "clean"]
    assert changed == []

"""Pronouns speak of the person named just before, of nobody else."""

import pytest

from domain.pages import Page
from nlp.document import read_document
from nlp.lowering import lowered
from nlp.people import Mention, link_mentions
from nlp.pronouns import take_up_pronouns


def taken(text: str, *named: tuple[str, str]) -> dict[str, list[str]]:
    """Return by name the sentences in which a pronoun speaks of them; `named`: (honorific, name) in the text."""
    document = read_document(Page("page", "0" * 64, text))
    mentions = [Mention(at, at + len(name), name, honorific) for honorific, name in named for at in [text.index(name)]]
    people = link_mentions(mentions)
    found = take_up_pronouns(document, lowered(document), people)
    return {
        person.name: [text[s.start : s.end] for m in spans if (s := document.sentence_at(m.start))]
        for person, spans in zip(people, found, strict=True)
    }


LOC = ("anh", "Lù Seo Pao")


@pytest.mark.parametrize(
    "sentence",
    [
        "Anh mở xưởng mộc cho mười lao động.",
        "Năm 2024, anh mở xưởng mộc cho mười lao động.",
        "Nhờ vậy, hai em nhỏ được anh đưa vào bờ, còn anh kiệt sức mới lên.",
        "Sản phẩm của anh có mặt ở năm tỉnh.",
    ],
)
def test_a_subject_after_a_name_takes_it_up(sentence: str) -> None:
    assert taken(f"Anh Lù Seo Pao ở bản Cốc Ngù. {sentence}", LOC)["Lù Seo Pao"] == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chị mở xưởng mộc cho mười lao động.",  # another sex
        "Anh em trong bản cùng góp công.",
        "Anh hùng từ trong dân mà ra.",
        "Bà con trong bản phấn khởi.",
        "Xã sẽ nhân rộng cách làm này.",
    ],
)
def test_other_words_take_up_nobody(sentence: str) -> None:
    assert taken(f"Anh Lù Seo Pao ở bản Cốc Ngù. {sentence}", LOC)["Lù Seo Pao"] == []


def test_a_new_name_takes_over() -> None:
    text = "Anh Lù Seo Pao ở bản Cốc Ngù. Anh Giàng A Tủa là trưởng bản. Anh vận động bà con làm đường."
    found = taken(text, LOC, ("Anh", "Giàng A Tủa"))
    assert found == {"Lù Seo Pao": [], "Giàng A Tủa": ["Anh vận động bà con làm đường."]}


def test_two_names_in_a_sentence_leave_the_pronoun_open() -> None:
    text = "Anh Lù Seo Pao gặp anh Giàng A Tủa. Anh vận động bà con làm đường."
    assert not any(taken(text, LOC, ("anh", "Giàng A Tủa")).values())


def test_a_name_is_forgotten_after_two_sentences_without_a_pronoun() -> None:
    text = "Anh Lù Seo Pao ở bản Cốc Ngù. Đường vào bản khó đi. Mưa là tắc. Anh đi bộ."
    assert taken(text, LOC)["Lù Seo Pao"] == []

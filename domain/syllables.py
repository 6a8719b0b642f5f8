"""Vietnamese syllables from the rules of the spelling: onset, rhyme and tone that may stand together."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final

_RHYMES: Final = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu "
    "o oc oi om on ong op ot oong ooc oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt "
    "oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơng ơp ơt u uc ui um un ung up ut "
    "ua uôc uôi uôm uôn uông uôt uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyên uyêt uyn "
    "uynh uyp uyt uyu ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu"
).split()
# After qu the sound of u is already written: "quần" is qu + ân; y and i change places ("quý", "quí").
_AFTER_QU: Final = (
    "a ac ach ai an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eng eo ep et ê ên ênh êch êt êu "
    "i in inh ich it y yn ynh ych yt yên yêt ơ ơi ơn ơt ôc"
).split()
_WITHOUT_ONSET: Final = ("y", "yêm", "yên", "yêng", "yêt", "yêu")
_ONSETS: Final = "b ch d đ h kh l m n nh p ph r s t th tr v x".split()
# One sound, two spellings: the second stands before e, ê, i and y.
_PAIRED_ONSETS: Final = (("c", "k"), ("g", "gh"), ("ng", "ngh"))
_AFTER_G: Final = ("i", "in", "it", "im", "iêc", "iêm", "iên", "iêng", "iêt")  # gi + i is written gi: "gì", "giếng"
_BEFORE_Y: Final = "h k l m s t v".split()  # "kỷ", "lý", "mỹ": y for i at the end of these

_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_STOPPED: Final = ("c", "ch", "p", "t")
_STOPPED_TONES: Final = ("\u0301", "\u0323")
_HATTED: Final = "ăâêôơư"
_MOVABLE: Final = ("oa", "oe", "uy")  # hòa and hoà

# Names of the peoples of the Highlands in the spelling of the press: Đắk, Krông, H'Đơk, Byă, Kđăm, Ksơr, Plei.
_VOWEL: Final = "(?:i[êe]|u[ôo]|ư[ơo]|[aăâeêiouôơưyĕĭŏŭáắấéếíóốớúứýàằầèềìòồờùừ])"
_UPLAND: Final = re.compile(
    # Consonants no Vietnamese syllable opens with, then any vowels ...
    rf"(?:[bđgkmprst][lr]|k[bdđmnpstv]|h[dđlmnrw]|m[nđl]|b[hyj]|dj|č|j|w){_VOWEL}{{1,2}}(?:[ckptmnlrhbđ]|ng|nh|ch|č)?"
    # ... or a usual opening and a consonant none closes with.
    rf"|(?:[bcdđghjklmnprstvxy]|ch|kl|kh|ng|nh|ph|th|tr)?{_VOWEL}(?:[klrhbđ]|č)"
    # ... or the surname Niê, or one of the short vowels that only they write, and n with a tilde.
    r"|niê|[a-zđñ]{0,3}[aeiouăâêôơư]?[ĕĭŏŭ][a-zđñ]{0,2}|[a-zđ]?ñ[aăâeêiouôơư]{1,2}[a-z]{0,2}"
)


@cache
def syllables() -> frozenset[str]:
    """Return every syllable the rules allow, about 20 000, in NFC and lower case, with both places of the tone."""
    return frozenset(_all_syllables())


def is_syllable(word: str) -> bool:
    """Tell whether a word in NFC is one syllable, in whatever case; spellings of upland names count too."""
    word = word.lower()
    return word in syllables() or _UPLAND.fullmatch(word) is not None


def has_vowel(word: str) -> bool:
    """Tell whether a word has a vowel letter; abbreviations such as HĐND have none."""
    return any(character in "aeiouy" for character in unicodedata.normalize("NFD", word.lower()))


def _all_syllables() -> Iterator[str]:
    for onset, rhyme in _pairs():
        for tone in _STOPPED_TONES if rhyme.endswith(_STOPPED) else _TONES:
            for place in _tone_places(rhyme):
                toned = rhyme[: place + 1] + tone + rhyme[place + 1 :]
                yield unicodedata.normalize("NFC", onset + toned)


def _pairs() -> Iterator[tuple[str, str]]:
    for rhyme in _RHYMES:
        front = rhyme[0] in "eêi"
        yield "", rhyme
        yield from ((onset, rhyme) for onset in _ONSETS)
        yield from ((pair[front], rhyme) for pair in _PAIRED_ONSETS)
        if rhyme[0] != "i":
            yield "gi", rhyme
        if not front:
            yield "k", rhyme  # Kạn, Kon Tum
    yield from (("qu", rhyme) for rhyme in _AFTER_QU)
    yield from (("", rhyme) for rhyme in _WITHOUT_ONSET)
    yield from (("g", rhyme) for rhyme in _AFTER_G)
    yield from ((onset, "y") for onset in _BEFORE_Y)


def _tone_places(rhyme: str) -> tuple[int, ...]:
    """Where the tone mark may stand: on the last hatted vowel, else by the shape of the rhyme."""
    hatted = [at for at, letter in enumerate(rhyme) if letter in _HATTED]
    if hatted:
        return (hatted[-1],)
    if rhyme in _MOVABLE:
        return (0, 1)
    vowels = len(rhyme.rstrip("cghmnpt"))
    if vowels == 1:
        return (0,)
    # The middle of three ("oai"), the last before a consonant ("oan"), else the first ("ai", "ua").
    return (1,) if vowels == 3 or vowels < len(rhyme) else (0,)

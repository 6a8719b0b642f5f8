"""Conversions from the Vietnamese encodings of old to Unicode; pure tables, the caller knows which one applies."""

import html
import re
import unicodedata
from typing import Final

from domain.syllables import is_syllable

# TCVN 5712 as the ABC fonts (.VnTime) use it: each byte, seen as windows-1252, with the letter it shows.
_TCVN3_PAIRS: Final = (
    "¡Ă¢Â£Ê¤Ô¥Ơ¦Ư§Đ¨ă©âªê«ô¬ơ\u00adư®đ"
    "µà¸á¶ả·ã¹ạ»ằ¾ắ¼ẳ½ẵÆặÇầÊấÈẩÉẫËậ"
    "ÌèÐéÎẻÏẽÑẹÒềÕếÓểÔễÖệ×ìÝíØỉÜĩÞị"
    "ßòãóáỏâõäọåồèốæổçỗéộêờíớëởìỡîợ"
    "ïùóúñủòũôụõừøứöử÷ữùựúỳýýûỷüỹþỵ"
)
TCVN3: Final = dict(zip(_TCVN3_PAIRS[::2], _TCVN3_PAIRS[1::2], strict=True))
_TCVN3_TABLE: Final = str.maketrans(TCVN3 | {"μ": "à"})  # Greek mu, where compatibility forms were folded
# Soft hyphen is the code of ư; PDF readers and word processors turn it into a hyphen: "tr-êng" for trường.
_HYPHENATED: Final = re.compile(r"(?<!\w)([^\W\d_]*)-([^\W\d_]*)(?!\w)")
_WORD: Final = re.compile(r"[^\W\d_]+")

# VNI-Windows: a base letter, then a letter that stands for its marks: "Vieät" for Việt.
_VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_HATS: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BREVES: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_SINGLE: Final = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}


def _vni_pairs() -> dict[str, str]:
    pairs = dict(_VNI_SINGLE)
    for base, shown in {**{letter: letter for letter in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        pairs |= {base + mark: shown + tone for mark, tone in _VNI_TONES.items()}
    for base in "aeo":
        pairs |= {base + mark: base + "\u0302" + tone for mark, tone in _VNI_HATS.items()}
    pairs |= {"a" + mark: "a\u0306" + tone for mark, tone in _VNI_BREVES.items()}
    return {codes: unicodedata.normalize("NFC", shown) for codes, shown in pairs.items()}


VNI: Final = _vni_pairs()
_VNI_CODES: Final = re.compile("|".join(sorted(VNI, key=len, reverse=True)), re.IGNORECASE)

# The bytes 0x80-0xFF as windows-1252 shows them; five are undefined there and come as control characters.
_BYTES: Final = {
    **{chr(byte): byte for byte in range(0x80, 0x100)},
    **{
        bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
    },
}
_TAIL: Final = "[" + re.escape("".join(shown for shown, byte in _BYTES.items() if byte < 0xC0)) + "]"
MOJIBAKE: Final = re.compile(f"[Â-ß]{_TAIL}|[à-ï]{_TAIL}{{2}}")
# What is left where a control character was lost on the way: the letters it may have been.
_ORPHANS: Final = {"á»": "ềọỏờỐ", "Ã": "ÁÍÝàí"}
_ORPHANED: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]*?)(á»|Ã)([^\W\d_]*)")
_ENTITY: Final = re.compile(r"&(?:#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[A-Za-z]{3,7});")


def from_tcvn3(line: str) -> str:
    """Convert one line of TCVN3.

    The fonts have no accented capitals: .VnTimeH shows small codes as capitals. Capitals come back for words typed
    with capital base letters ("CéNG HßA" is CỘNG HÒA); text typed small throughout and only shown large, and an
    accented capital that opens a word ("¸nh" for Ánh), stay small: the bytes do not tell.
    """
    shown = _HYPHENATED.sub(_horn_of_hyphen, line.translate(_TCVN3_TABLE))
    changed = shown != line
    return _WORD.sub(_Capitals(line).of, shown) if changed else line


def _horn_of_hyphen(match: re.Match[str]) -> str:
    left, right = match.groups()
    joined = f"{left}ư{right}"
    # "-u tiên" is ưu tiên; elsewhere two halves that stand for themselves are a list or a compound.
    opens = not left and (right == "u" or right[:1] in tuple("ơờớởỡợ"))
    apart = not opens and all(not part or is_syllable(part) for part in (left, right))
    return joined if not apart and is_syllable(joined) else match[0]


class _Capitals:
    """Gives back capitals that the fonts could not store, word by word in one line."""

    def __init__(self, line: str) -> None:
        bases = [character for character in line if character.isascii() and character.isalpha()]
        # A line in capitals has hardly a small base letter; four of them, for "Hµ Né" could be a name.
        self._whole = len(bases) >= 4 and sum(character.isupper() for character in bases) >= 0.9 * len(bases)

    def of(self, word: re.Match[str]) -> str:
        bases = [character for character in word[0] if character.isascii()]
        shouted = len(bases) >= 2 and all(character.isupper() for character in bases)
        return word[0].upper() if self._whole or shouted else word[0]


def from_vni(line: str) -> str:
    """Convert one line of VNI-Windows; capitals are kept."""
    return _VNI_CODES.sub(_of_vni, line)


def _of_vni(match: re.Match[str]) -> str:
    shown = VNI[match[0].lower()]
    return shown.upper() if match[0][0].isupper() else shown


def from_mojibake(text: str) -> str:
    """Convert UTF-8 that was read as windows-1252 or Latin-1, up to three times over; other text stays.

    Letters whose control character was lost come back where only one makes a syllable.
    """
    for _ in range(3):
        decoded = MOJIBAKE.sub(_of_bytes, text)
        if decoded == text:
            break
        text = unicodedata.normalize("NFC", decoded)
    return _ORPHANED.sub(_of_orphan, text.replace("Ä", "Đ"))  # no other letter opens with Ä and a lost character


def _of_bytes(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTES[character] for character in match[0]).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _of_orphan(match: re.Match[str]) -> str:
    left, orphan, right = match.groups()
    if is_syllable(match[0]):
        return match[0]  # Ã is a letter too: XÃ
    found = [letter for letter in _ORPHANS[orphan] if is_syllable(left + letter + right)]
    # One capital before the hole ("Về"), or none, speaks for no case; a small letter, or two capitals, do.
    if left and (around := left[1:] + right):
        found = [letter for letter in found if letter.islower() == around.islower()]
    return left + found[0] + right if len(found) == 1 else match[0]


def count_orphans(text: str) -> int:
    """Count what `from_mojibake` had to leave: a first byte whose second was lost, in text that is mended else."""
    return sum(not is_syllable("".join(parts)) for parts in _ORPHANED.findall(text))


def from_entities(text: str) -> str:
    """Resolve entities of letters and accents that were escaped twice, and NBSP; composed to NFC."""
    return unicodedata.normalize("NFC", _ENTITY.sub(_of_entity, text)) if "&" in text else text


def _of_entity(match: re.Match[str]) -> str:
    shown = html.unescape(match[0])
    kept = len(shown) == 1 and not shown.isascii() and (shown.isalpha() or unicodedata.combining(shown))
    return shown if kept or shown in "\u00a0“”‘’–—…" else match[0]

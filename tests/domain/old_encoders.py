"""Encoders of old, written from the charts of TCVN 5712:1993 and VNI, to make test texts with."""

import unicodedata
from typing import Final

# Each letter with the byte the ABC fonts (.VnTime) show it at.
_TCVN3_CHART: Final = """
a B5à B8á B6ả B7ã B9ạ   A8ă BBằ BEắ BCẳ BDẵ C6ặ   A9â C7ầ CAấ C8ẩ C9ẫ CBậ   AEđ
CCè D0é CEẻ CFẽ D1ẹ     AAê D2ề D5ế D3ể D4ễ D6ệ   D7ì DDí D8ỉ DCĩ DEị
DFò E3ó E1ỏ E2õ E4ọ     ABô E5ồ E8ố E6ổ E7ỗ E9ộ   ACơ EAờ EDớ EBở ECỡ EEợ
EFù F3ú F1ủ F2ũ F4ụ     ADư F5ừ F8ứ F6ử F7ữ F9ự   FAỳ FDý FBỷ FCỹ FEỵ
A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ
"""
_TCVN3: Final = {cell[2]: int(cell[:2], 16) for cell in _TCVN3_CHART.split() if len(cell) == 3}
# Vowel with hat or breve and tone: base letter and the sign that follows it.
_VNI_SIGNS: Final = {
    "\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï",
    "\u0302": "â", "\u0302\u0301": "á", "\u0302\u0300": "à",
    "\u0302\u0309": "å", "\u0302\u0303": "ã", "\u0302\u0323": "ä",
    "\u0306": "ê", "\u0306\u0301": "é", "\u0306\u0300": "è",
    "\u0306\u0309": "ú", "\u0306\u0303": "ü", "\u0306\u0323": "ë",
}  # fmt: skip
_VNI_WHOLE: Final = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def tcvn3(text: str) -> bytes:
    """Write NFC text as TCVN3; capitals with a tone become small ones, which is all the fonts can store."""
    return b"".join(_tcvn3_letter(letter) for letter in text)


def _tcvn3_letter(letter: str) -> bytes:
    if letter in _TCVN3:
        return bytes([_TCVN3[letter]])
    if letter.lower() in _TCVN3:
        return bytes([_TCVN3[letter.lower()]])
    return letter.encode("cp1252", errors="replace")


def vni(text: str) -> bytes:
    """Write NFC text as VNI-Windows."""
    return "".join(_vni_letter(letter) for letter in text).encode("cp1252", errors="replace")


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in _VNI_WHOLE:
        return _VNI_WHOLE[small] if letter.islower() else _VNI_WHOLE[small].upper()
    base, *marks = unicodedata.normalize("NFD", small)
    if "\u031b" in marks:
        marks.remove("\u031b")
        base = {"o": "ô", "u": "ö"}[base]
    # Canonical order puts the dot below before the hat.
    sign = (
        _VNI_SIGNS.get("".join(sorted(marks, key="\u0302\u0306\u0301\u0300\u0309\u0303\u0323".index)), "")
        if base.isalpha()
        else ""
    )
    return base + sign if letter.islower() or not letter.isalpha() else (base + sign).upper()


def as_seen(raw: bytes) -> str:
    """Show bytes as a browser shows windows-1252: five undefined ones become control characters."""
    return "".join(bytes([byte]).decode("cp1252") if byte not in _UNDEFINED else chr(byte) for byte in raw)


_UNDEFINED: Final = frozenset((0x81, 0x8D, 0x8F, 0x90, 0x9D))

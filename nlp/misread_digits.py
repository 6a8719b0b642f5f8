"""Letters read for digits inside printed days, as text recognition leaves them: "l0/3/2O26"; the length is kept."""

import re
from typing import Final

_DIGITS: Final = str.maketrans("oli", "011")
_MAYBE: Final = re.compile(r"\d[oli]|[oli]\d")
_SHORT: Final = r"(?=\w?\d)[\doli]{1,2}"
_YEAR: Final = r"[12l](?=\w*\d)[\doli]{3}"
_DAY: Final = re.compile(
    rf"(?<![\w/.-]){_SHORT}\s?([/.-])\s?{_SHORT}\s?\1\s?{_YEAR}(?!\w)"  # "l0/3/2026", "15/O1/2021"
    rf"|(?<=ngày\s){_SHORT}(?=\s+tháng\s|\s?[/.-]\s?\d{{1,2}}(?!\d))"  # "ngày l5 tháng 3", "ngày 1O/3"
    rf"|(?<=tháng\s){_SHORT}(?=\s+năm\s|/[12]\d{{3}}(?!\d))"  # "tháng 0l năm 2021"
    rf"|(?<=năm\s){_YEAR}(?![\w/-])"  # "năm 2O21"
)


def mend_digits(lower: str) -> str:
    """Return lower-case text with the digits of printed days mended; same length.

    A real digit must stand in each mended part, so that words ("lo", "oi") stay words.
    """
    if not _MAYBE.search(lower):
        return lower
    return _DAY.sub(lambda match: match[0].translate(_DIGITS), lower)

"""When an article was published: the ways portals print a day, and sometimes a time."""

import re
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from domain.text import unify

VIETNAM: Final = timezone(timedelta(hours=7))
_CLOCK: Final = r"(?P<hour>[01]?\d|2[0-3])\s*(?::|h|g|giờ)\s*(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d)"
# 2026-04-03T08:42:00+07:00, 2026-04-03 08:42, 2026-04-03
_ISO: Final = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)"
    r"(?:[T ]\s*(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    r"\s*(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
# 2026-04-03+0708:42:00: what NukeViet's date('Y-m-dTH:i:s') prints, "T" being the zone there
_NUKEVIET: Final = re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\+07(?P<hour>\d\d):(?P<minute>\d\d)")
# 03/04/2026, 3-4-2026, 3.4.2026
_NUMBERS: Final = re.compile(
    r"(?<![\d/.-])(?P<a>\d{1,2})\s?[/.-]\s?(?P<b>\d{1,2})\s?[/.-]\s?(?P<year>(?:19|20)\d\d)(?!\d)"
)
# ngày 3 tháng 4 năm 2026
_WORDS: Final = re.compile(
    r"(?P<a>\d{1,2})\s+tháng\s+(?P<b>\d{1,2})\s*(?:,\s*|năm\s+)\s*(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
# 3 Tháng Tư, 2026; Tháng Tư 3, 2026: WordPress
_MONTHS: Final = "một,hai,ba,tư,năm,sáu,bảy,tám,chín,mười,mười một,mười hai".split(",")
_MONTH: Final = rf"tháng\s+(?P<name>{'|'.join(reversed(_MONTHS))})"
_NAMED_MONTHS: Final = (
    re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})\s+{_MONTH},?\s+(?:năm\s+)?(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}}),\s*(?P<year>(?:19|20)\d\d)(?!\d)", re.IGNORECASE),
)
_CLOCK_RE: Final = re.compile(r"(?<![\d/.-])" + _CLOCK + r"\s*(?P<half>AM|PM|SA|CH)?\b", re.IGNORECASE)


def read_published(text: str) -> str | None:
    """Return the first date of a by-line as ISO, with time and +07:00 when a time is printed; None without one.

    Day comes before month, except beside an English AM or PM. Times in another zone are moved to +07:00; a
    time without zone is Vietnamese time.
    """
    plain = _in_numbers(unify(text))
    return _read_machine(plain) or _read_printed(plain) or _read_mail(plain)


def _in_numbers(text: str) -> str:
    """Write days whose month is a word in numbers."""
    for pattern in _NAMED_MONTHS if "tháng" in text.lower() else ():
        text = pattern.sub(
            lambda found: f"{found['day']}/{_MONTHS.index(found['name'].lower()) + 1}/{found['year']}", text
        )
    return text


def _read_machine(text: str) -> str | None:
    odd = _NUKEVIET.search(text)
    found = odd or _ISO.search(text)
    if found is None:
        return None
    groups = found.groupdict()
    day = _day(groups["year"], groups["month"], groups["day"])
    if day is None or groups.get("hour") is None:
        return day.isoformat() if day else None
    zone = groups.get("zone") or "+07:00"
    try:
        moment = datetime.fromisoformat(
            f"{day.isoformat()}T{int(groups['hour']):02}:{groups['minute']}:{groups.get('second') or '00'}{zone}"
        )
    except ValueError:
        return day.isoformat()
    return moment.astimezone(VIETNAM).isoformat()


def _read_printed(text: str) -> str | None:
    found = min(
        (match for match in (_NUMBERS.search(text), _WORDS.search(text)) if match),
        key=lambda match: match.start(),
        default=None,
    )
    if found is None:
        return None
    clock = _clock_near(text, found)
    american = clock is not None and (clock["half"] or "").upper() in ("AM", "PM")
    first, second = found["a"], found["b"]
    day = _day(found["year"], first, second) if american else _day(found["year"], second, first)
    day = day or _day(found["year"], first, second)  # 4/25/2026 can only be month first
    if day is None:
        return None
    if clock is None:
        return day.isoformat()
    time = datetime(day.year, day.month, day.day, _hour(clock), int(clock["minute"]), int(clock["second"] or 0))  # noqa: DTZ001 - zone is set next
    return time.replace(tzinfo=VIETNAM).isoformat()


def _clock_near(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """A time stands right after the day ("03/04/2026 - 08:42") or right before it ("08:42, 03/04/2026")."""
    after = _CLOCK_RE.search(text, found.end(), found.end() + 30)
    if after:
        return after
    before = list(_CLOCK_RE.finditer(text, max(0, found.start() - 30), found.start()))
    return before[-1] if before else None


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock["hour"])
    half = (clock["half"] or "").upper()
    if half in ("PM", "CH") and hour < 12:
        return hour + 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour


def _read_mail(text: str) -> str | None:
    """Fri, 03 Apr 2026 08:42:00 +0700, as feeds print it."""
    if not re.search(r"\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}", text):
        return None
    try:
        moment = parsedate_to_datetime(text.strip())
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return moment.astimezone(VIETNAM).isoformat()


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None

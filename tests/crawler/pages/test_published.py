import pytest

from crawler.pages.published import read_published

CASES = [
    ("Thứ sáu - 03/04/2026 08:42", "2026-04-03T08:42:00+07:00"),
    ("Đăng ngày 25/04/2024", "2024-04-25"),
    ("Đăng ngày 25-4-2024", "2024-04-25"),
    ("08:42, 03/04/2026", "2026-04-03T08:42:00+07:00"),
    ("Thứ Sáu, ngày 3/4/2026 - 14:05 (GMT+7)", "2026-04-03T14:05:00+07:00"),
    ("Cập nhật lúc: 14h05 ngày 03-04-2026", "2026-04-03T14:05:00+07:00"),
    ("ngày 3 tháng 4 năm 2026", "2026-04-03"),
    ("4/3/2026 8:42 AM", "2026-04-03T08:42:00+07:00"),  # an English portal puts the month first
    ("3/4/2026 8:42 CH", "2026-04-03T20:42:00+07:00"),  # a Vietnamese one never does
    ("4/25/2026", "2026-04-25"),
    ("12:10:00 AM 04/25/2026", "2026-04-25T00:10:00+07:00"),
    ("2026-04-03T18:00:00Z", "2026-04-04T01:00:00+07:00"),
    ("2026-04-03T08:42:00.000+0700", "2026-04-03T08:42:00+07:00"),
    ("2026-04-03 08:42", "2026-04-03T08:42:00+07:00"),
    ("2026-04-03+0708:42:00", "2026-04-03T08:42:00+07:00"),  # NukeViet prints its zone for the letter T
    ("2026-04-03", "2026-04-03"),
    ("Fri, 03 Apr 2026 18:42:00 GMT", "2026-04-04T01:42:00+07:00"),
    ("Đăng vào 3 Tháng Tư, 2026", "2026-04-03"),  # WordPress
    ("Tháng Mười Hai 24, 2025", "2025-12-24"),
    ("14:05 - 1 tháng mười một năm 2024", "2024-11-01T14:05:00+07:00"),
    ("Lưu trữ: Tháng Tư 2026", None),
    ("31/02/2026", None),
    ("03/04/1026", None),
    ("Lượt xem: 1203", None),
    ("18/KH-UBND", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_by_line_gives_the_day_and_the_time(text: str, expected: str | None) -> None:
    assert read_published(text) == expected

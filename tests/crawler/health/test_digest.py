"""The digest: new first, standing in short, recovered once, and never a flood."""

from datetime import date, timedelta

from crawler.health.digest import News, compose, find_common_cause, gap_line
from domain.health import Finding, FindingKind, Gap

DAY = date(2026, 4, 13)
TITLES = {f"n{at}": f"Cổng {at}" for at in range(100)}


def finding(source: str, kind: FindingKind = "silent", since: date = DAY) -> Finding:
    return Finding(source, kind, "bad", since, "không có bài mới", "mở cổng xem")


def test_a_new_finding_is_told_in_full_and_a_standing_one_in_short() -> None:
    news = News((finding("n1"),), (finding("n2", since=DAY - timedelta(weeks=5)),), ())
    digest = compose("2026-W16", news, TITLES, (), 10)
    assert digest.new == ("Cổng 1 (n1): im lặng: không có bài mới. Việc cần làm: mở cổng xem",)
    assert digest.standing == ("im lặng: n2 từ 09/03/2026",)
    assert digest.lines()[0].startswith("Mới: Cổng 1")


def test_a_recovery_is_told() -> None:
    digest = compose("2026-W16", News((), (), (finding("n1"),)), TITLES, (), 10)
    assert digest.lines() == ("Đã hồi phục: Cổng 1 (n1): im lặng (từ 13/04/2026): đã hết",)


def test_a_week_without_trouble_says_so() -> None:
    assert compose("2026-W16", News((), (), ()), TITLES, (), 34).lines() == ("cả 34 nguồn đều bình thường",)


def test_trouble_that_came_and_went_is_counted() -> None:
    lines = compose("2026-W16", News((), (), (), passing=3), TITLES, (), 34).lines()
    assert lines[-1] == "Ghi chú: 3 trục trặc ngắn đã tự hết giữa hai bản tin"


def test_a_hundred_findings_do_not_flood() -> None:
    many = tuple(finding(f"n{at}") for at in range(100))
    digest = compose("2026-W16", News(many, many, many), TITLES, (), 100)
    assert len(digest.lines()) <= 45
    assert digest.new[-1] == "và 80 phát hiện khác: xem `guong sources status`"
    assert "và 80 nguồn khác" in digest.standing[0]


def test_when_most_sources_cannot_be_reached_the_cause_is_looked_for_here() -> None:
    down = [finding(f"n{at}", "unreachable") for at in range(6)]
    judged = find_common_cause([*down, finding("n7", "hijack")], 10, DAY)
    assert [each.kind for each in judged.findings] == ["hijack", "network"]
    assert "6/10 nguồn" in judged.findings[1].what
    assert judged.held == {(each.source, "unreachable") for each in down}


def test_when_most_sources_are_quiet_at_once_it_may_be_a_holiday() -> None:
    quiet = [finding(f"n{at}") for at in range(6)]
    assert [each.kind for each in find_common_cause(quiet, 8, DAY).findings] == ["lull"]


def test_when_nothing_answers_even_two_sources_point_to_our_own_line() -> None:
    down = [finding("n1", "host_gone"), finding("n2", "unreachable")]
    assert [each.kind for each in find_common_cause(down, 2, DAY).findings] == ["network"]
    assert len(find_common_cause(down, 3, DAY).findings) == 2
    assert len(find_common_cause([finding("n1"), finding("n2")], 2, DAY).findings) == 2  # quiet: each is named


def test_half_of_few_sources_is_no_common_cause() -> None:
    findings = [finding(f"n{at}", "unreachable") for at in range(4)]
    assert find_common_cause(findings, 5, DAY).findings == tuple(findings)
    assert find_common_cause(findings, 80, DAY).held == frozenset()


def test_a_gap_reads_like_a_question() -> None:
    gap = Gap("Kế hoạch, UBND tỉnh Gia Lai, năm 2026", "18/KH-UBND", "20/KH-UBND", (19,))
    assert gap_line(gap) == "Kế hoạch, UBND tỉnh Gia Lai, năm 2026: thấy 18/KH-UBND, 20/KH-UBND: chưa thấy số 19"

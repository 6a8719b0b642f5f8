"""Commands that read: extract, import, mine, train, schema."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from domain.errors import GuongError, UnreadableInput, UserMistake
from domain.pages import PAGE_STATES, Page
from guong.exit_codes import DONE, STOPPED, TROUBLE
from guong.options import data_option
from guong.told import print_files

if TYPE_CHECKING:
    from guong.pipeline import Step
    from guong.rereading import Rereading

# What a folder is searched for.
SUFFIXES: Final = (".html", ".htm", ".txt", ".pdf", ".docx", ".doc", ".odt", ".rtf", ".xlsx", ".xls", ".ods")
JSONL: Final = (".jsonl", ".ndjson")


@click.command("extract")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", help="Địa chỉ gốc của trang (giúp nhận ra tỉnh và dạng trang).")
@click.option("--published", help="Ngày đăng, YYYY-MM-DD.")
def extract_command(paths: tuple[Path, ...], url: str | None, published: str | None) -> None:
    """Đọc tệp .html .htm .txt .pdf .docx .xlsx .xls .ods .doc .odt .rtf (hoặc “-”) và in mỗi bài một dòng JSON.

    Bản quét cần Tesseract; .doc .odt .rtf cần LibreOffice.

    Ví dụ: guong extract bai.html --url https://example.vn/bai.html
    """
    from crawler.intake.files import read_file
    from guong.contract import to_json
    from guong.readers import load_reader
    from nlp.extract import extract

    day = _day(published)
    reader = load_reader()
    failed = False
    for path in paths:
        name = "-" if str(path) == "-" else str(path)
        try:
            content = sys.stdin.buffer.read() if name == "-" else path
            page = read_file(content, name, url, day)
            click.echo(to_json(extract(page, reader)))
        except GuongError as error:
            failed = True
            click.echo(f"Lỗi: {error}", err=True)
    if failed:
        sys.exit(1)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UserMistake(f"--published {text}: không phải ngày", remedy="viết YYYY-MM-DD, ví dụ 2025-07-01") from error


@click.command("import")
@data_option
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def import_command(data: Path, paths: tuple[Path, ...]) -> None:
    """Nhập tệp, thư mục, JSONL (mỗi dòng {"text": ..., "title": ..., "url": ..., "published": ...}) hoặc WARC.

    Tệp .warc, .warc.gz do chương trình khác ghi (wget, browsertrix, heritrix) được đưa vào kho lưu trữ rồi đọc như
    trang tự thu thập. Nhập lại cùng nội dung không làm thay đổi gì, nên dừng giữa chừng thì chạy lại là đi tiếp.

    Ví dụ: guong import tin-cu/ bai.html kho.jsonl cong.warc.gz
    """
    from guong.cli_warc import import_warc_files, split_warcs

    warcs, others = split_warcs(paths, (*SUFFIXES, *JSONL))
    code = import_warc_files(data, warcs) if warcs else DONE
    if others and code != STOPPED:
        code = _import_files(data, others) or code
    sys.exit(code)


def _import_files(data: Path, paths: Sequence[Path]) -> int:
    """Import files, folders and JSONL files, print what they brought, return the exit code."""
    from guong.pipeline import import_pages
    from guong.progress import show_steps
    from guong.readers import load_reader
    from guong.stopping import polite_stop
    from guong.workspace import job_lock, open_workspace
    from registry.store import open_store

    workspace = open_workspace(data)
    with polite_stop() as stop, show_steps() as on_step, job_lock(workspace, "import"):
        store = open_store(workspace.registry)
        try:
            pages = watched(pages_to_import(paths), count_pages(paths), stop, on_step)
            report = import_pages(store, load_reader(), pages, clock=lambda: datetime.now(UTC))
        finally:
            store.close()
        stopped = stop()
    for line in report.refused:
        click.echo(f"Lỗi: {line}", err=True)
    for source in report.quarantined:
        click.echo(f"Cách ly: {source} (nghi bị chèn nội dung lạ)", err=True)
    told = {"new": "mới", "changed": "đã sửa", "reread": "đọc lại", "unchanged": "không đổi"}
    counts = report.counts
    click.echo("Đã nhập: " + (", ".join(f"{counts[key]} {told[key]}" for key in told if counts[key]) or "0 bài"))
    click.echo(f"Phiên {report.session.week}: {report.session.added - report.session.decided} trường hợp chờ thẩm định")
    if stopped:
        click.echo("Đã dừng theo yêu cầu; chạy lại cùng lệnh này để nhập nốt.")
        return STOPPED
    return TROUBLE if report.refused else DONE


def watched(
    pages: Iterable[Page | GuongError], total: int, stop: Callable[[], bool], on_step: "Callable[[Step], None]"
) -> Iterator[Page | GuongError]:
    """Yield pages until asked to stop, telling how far one is."""
    from guong.pipeline import Step

    for number, page in enumerate(pages, 1):
        if stop():
            return
        on_step(Step("Nhập bài", number, max(number, total)))
        yield page


def count_pages(paths: Iterable[Path]) -> int:
    """Return how many pages `pages_to_import` will come to, as far as names and lines tell."""
    number = 0
    for path in paths:
        if path.is_dir():
            number += sum(one.suffix.lower() in SUFFIXES for one in path.rglob("*"))
        elif path.suffix.lower() in JSONL:
            with path.open("rb") as lines:
                number += sum(bool(line.strip()) for line in lines)
        else:
            number += 1
    return number


def pages_to_import(paths: Iterable[Path]) -> Iterator[Page | GuongError]:
    """Yield the pages of files, folders and JSONL files in order; what cannot be read comes as its error."""
    from crawler.intake.files import read_file

    for path in paths:
        if path.is_dir():
            yield from pages_to_import(sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES))
        elif path.suffix.lower() in JSONL:
            yield from _jsonl_pages(path)
        else:
            try:
                yield read_file(path, str(path))
            except GuongError as error:
                yield error


def _jsonl_pages(path: Path) -> Iterator[Page | GuongError]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _jsonl_page(line, f"{path}:{number}")


def _jsonl_page(line: str, where: str) -> Page | GuongError:
    import hashlib

    from crawler.pages.old_encodings import mend_text
    from domain.text import normalise

    try:
        row: dict[str, Any] = json.loads(line)
        text = normalise(str(row["text"]))
        published = row.get("published")
        if published:
            date.fromisoformat(str(published)[:10])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return UnreadableInput(
            f"{where}: dòng JSON không hợp lệ ({type(error).__name__})",
            remedy='mỗi dòng cần một đối tượng có "text" và, nếu có, "title", "url", "published" (YYYY-MM-DD)',
        )
    if not text.strip():
        return UnreadableInput(f"{where}: bài rỗng", remedy="bỏ dòng này")
    title = " ".join(normalise(str(row.get("title") or "")).split("\n"))
    try:
        mended, warnings = mend_text(f"{title}\n{text}", where)
    except UnreadableInput as error:
        return error
    title, _, text = mended.partition("\n")
    text = text if text.startswith(title) else mended
    return Page(
        source=str(row.get("source") or where),
        sha256=hashlib.sha256(line.encode()).hexdigest(),
        text=text,
        title=title or None,
        author=row.get("author"),
        published=published,
        url=row.get("url"),
        warnings=warnings,
    )


@click.command("mine")
@data_option
@click.option("--again", is_flag=True, help="Đọc lại mọi trang đã lưu, kể cả trang đã đọc.")
@click.option("--source", "sources", multiple=True, help="Chỉ đọc trang của nguồn này (lặp lại được).")
def mine_command(data: Path, again: bool, sources: tuple[str, ...]) -> None:
    """Đọc các trang đã lưu mà chưa đọc, không dùng mạng; dừng rồi chạy lại được.

    Với --again: đọc lại tất cả, dùng khi bộ đọc có bản mới. Quyết định đã có được giữ nguyên, trường hợp được cập
    nhật chứ không nhân đôi. Ví dụ: guong mine --again --source bao-lao-cai
    """
    from guong.installation import open_installation, open_job
    from guong.progress import show_steps
    from guong.rereading import mine_archive
    from guong.stopping import polite_stop

    with (
        polite_stop() as stop,
        show_steps() as on_step,
        open_job(open_installation(data), command="mine", stop=stop, on_step=on_step) as job,
    ):
        report = mine_archive(job, sources, again=again)
    print_rereading(report)
    if report.mined.bugs:
        sys.exit(TROUBLE)
    sys.exit(DONE if report.finished else STOPPED)


def print_rereading(report: "Rereading") -> None:
    """Print how many pages were read from the archive, how each ended and what it changed."""
    if report.resumed:
        click.echo("Tiếp tục lượt đọc lại còn dở.")
    read = sum(report.mined.states.values())
    if not report.finished:
        click.echo("Đã dừng theo yêu cầu; chạy lại lệnh này để tiếp tục, không mất trang nào.")
    told = ", ".join(f"{n} {PAGE_STATES[state]}" for state, n in sorted(report.mined.states.items()))
    click.echo(f"Đã đọc {read}/{report.pages} trang từ kho lưu trữ" + (f": {told}" if told else ""))
    click.echo(f"Mới: {report.mined.new_candidates} trường hợp, {report.mined.new_plans} văn bản")
    if report.mined.changed:
        click.echo(f"Bài có chữ khác trước: {report.mined.changed}")
    print_files(report.mined.files)
    if report.withdrawn > 0:
        click.echo(f"Rút khỏi hàng đợi: {report.withdrawn} trường hợp không còn trong bài nào")
    click.echo(f"Phiên {report.session.week}: {report.session.added - report.session.decided} trường hợp chờ thẩm định")
    for bug in report.mined.bugs:
        click.echo(f"Lỗi của chương trình, trang được giữ lại:\n{bug}", err=True)


@click.command("train")
def train_command() -> None:
    """Huấn luyện lại mọi mô hình từ models/corpus (hạt giống cố định) và ghi thẻ mô hình.

    Ví dụ: guong train
    """
    from guong.training import train_all

    for card in train_all(say=lambda line: click.echo(line, err=True)):
        click.echo(f"{card.version}: {card.articles} bài, " + ", ".join(f"{k} {v:.3f}" for k, v in card.scores.items()))


@click.command("schema")
def schema_command() -> None:
    """In JSON Schema của `guong extract` (cũng ở docs/extraction.schema.json).

    Ví dụ: guong schema > extraction.schema.json
    """
    from guong.contract import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True))


COMMANDS: Final = (extract_command, import_command, mine_command, train_command, schema_command)

"""The pages of the portals that benchmarks crawl: invented people, generated from a number, the same every time."""

import io
import random
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

PER_LIST: Final = 20
_SURNAMES: Final = ("Lò", "Hà", "Vàng", "Nông", "Lường", "Giàng", "Bế", "Tẩn", "Triệu", "Hoàng", "Quàng", "Đinh")
_MIDDLE: Final = ("Văn", "Thị", "Minh", "Xuân", "Hồng", "Đức", "Kim", "Quốc")
_GIVEN: Final = (
    "Tình",
    "Mến",
    "Sử",
    "Bách",
    "Nhài",
    "Chớ",
    "Lụa",
    "Phìn",
    "Dung",
    "Khánh",
    "Sơn",
    "Yến",
    "Hải",
    "Loan",
)
_DEEDS: Final = (
    "{name} đã hiến {n} m2 đất làm đường liên thôn và vận động {few} hộ cùng làm theo.",
    "Nhiều năm qua {name} nuôi {few} đàn ong, chỉ cách làm cho {few} gia đình trẻ trong bản.",
    "{name} được Chủ tịch UBND tỉnh tặng Bằng khen vì cứu {few} người trong trận lũ ngày {day}/{month}.",
    "Mô hình trồng {n} gốc quế của {name} cho thu nhập {n} triệu đồng một năm.",
    "Tổ hòa giải do {name} đứng đầu đã khép lại {few} việc tranh chấp mà không phải đưa lên xã.",
    "{name} dạy chữ không lấy công cho {few} cụ già vào các buổi tối mùa đông.",
    "Gia đình {name} đón {few} đoàn khách đến học cách ủ phân và giữ nguồn nước.",
    "Từ quỹ do {name} khởi xướng, {few} học sinh nghèo có xe đạp đến trường.",
)
_SYLLABLES: Final = (
    "bản làng suối đồi nương ruộng chè quế lúa ngô khoai trâu bò ong mật nhà sàn bếp lửa chợ phiên cầu đường trường "
    "lớp sách vở trạm xá mưa nắng gió sương mùa xuân hạ thu đông sớm chiều người già trẻ bạn bè thầy cô anh chị em con "
    "cháu vui khỏe xanh sạch đẹp mới cũ cao thấp xa gần nhanh chậm đi về làm học dạy chăm giữ xây trồng nuôi gặt hái"
).split()
# What surrounds an article on a portal: menus, boxes and styles, about 25 kB in all.
_MENU: Final = "".join(
    f'<li><a href="/chuyen-muc-{n}/">Chuyên mục thứ {n} của cổng thông tin</a></li>' for n in range(60)
)
_BOXES: Final = "".join(
    f'<div class="box"><div class="h"><span>Liên kết {n}</span></div><div class="c"><p>Văn bản chỉ đạo điều hành, '
    f'lịch tiếp công dân và thủ tục hành chính, mục {n}.</p><img src="/anh/{n}.png" alt="Ảnh {n}"></div></div>'
    for n in range(60)
)
_STYLE: Final = "".join(f".m{n}{{margin:{n}px;padding:0 {n}px;color:#{n:03d}{n:03d}}}" for n in range(100, 160))


@dataclass(frozen=True, slots=True)
class Reply:
    """What a portal says: status, media type and body."""

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200


@dataclass(frozen=True)
class Portal:
    """One host of the site: `articles` pages in lists of 20; every `file_every`-th carries a Word file (0: none)."""

    host: int
    articles: int
    file_every: int = 0

    @property
    def lists(self) -> int:
        """Number of list pages."""
        return max(1, -(-self.articles // PER_LIST))

    def article_path(self, number: int) -> str:
        """Path of the article with this number, from 0."""
        return f"/tin/guong-sang/chuyen-so-{number}-{1000 + number}.html"

    def file_path(self, number: int) -> str:
        """Path of the file attached to an article."""
        return f"/uploads/laws/danh-sach-{number}.docx"

    def has_file(self, number: int) -> bool:
        """Whether an article carries a file."""
        return self.file_every > 0 and number % self.file_every == 0

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Article numbers by path."""
        return {self.article_path(number): number for number in range(self.articles)}

    @cached_property
    def files(self) -> dict[str, int]:
        """Article numbers by the path of their file."""
        return {self.file_path(number): number for number in range(self.articles) if self.has_file(number)}

    def answer(self, path: str) -> Reply:
        """Return what a path shows."""
        if path == "/robots.txt":
            return Reply(b"User-agent: *\nDisallow: /tim-kiem/\n", "text/plain")
        if path in self.numbers:
            return Reply(self.article(self.numbers[path]).encode())
        if path in self.files:
            return Reply(word_file(self.host, self.files[path]), "application/octet-stream")
        page = path.removeprefix("/tin/page-") if path != "/tin/" else "1"
        if page.isdigit() and 1 <= int(page) <= self.lists:
            return Reply(self.list_page(int(page)).encode())
        return Reply(b"<html><body><h1>404</h1></body></html>", status=404)

    def list_page(self, page: int) -> str:
        """One list page, from 1, newest article first."""
        shown = range(self.articles - 1, -1, -1)[(page - 1) * PER_LIST : page * PER_LIST]
        items = "".join(f'<h3><a href="{self.article_path(n)}">{title_of(self.host, n)}</a></h3>' for n in shown)
        pages = (("/tin/" if n == 1 else f"/tin/page-{n}", n) for n in range(1, self.lists + 1))
        links = "".join(f'<li><a href="{href}">{n}</a></li>' for href, n in pages)
        return _framed("Tin tức", f'{items}<ul class="pagination">{links}</ul>')

    def article(self, number: int) -> str:
        """One article about invented people; no two share more than a few words in a row."""
        title = title_of(self.host, number)
        body = "".join(f"<p>{text}</p>" for text in paragraphs_of(self.host, number))
        file = ""
        if self.has_file(number):
            link = f'<a href="{self.file_path(number)}" download>danh-sach-{number}.docx</a>'
            file = f'<div class="news-download-file"><div class="list-group-item">Tập tin: {link}</div></div>'
        content = (
            f'<div class="news_column" itemtype="http://schema.org/NewsArticle"><h1 class="title" itemprop="headline">'
            f'{title}</h1><span class="h5">Thứ sáu - {number % 27 + 1:02d}/04/2026 08:42</span>'
            f'<div class="hometext">Chuyện số {number} của cổng {self.host}.</div>'
            f'<div id="news-bodyhtml" class="bodytext">{body}</div>{file}</div>'
        )
        return _framed(title, content)


def _framed(title: str, content: str) -> str:
    head = f'<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>'
    return f"<html>{head}<body><ul class='menu'>{_MENU}</ul>{content}<div class='side'>{_BOXES}</div></body></html>"


def title_of(host: int, number: int) -> str:
    """Return the title of an article."""
    return f"{_name(_dice(host, number))}: chuyện số {number} ở cổng {host}"


def paragraphs_of(host: int, number: int) -> list[str]:
    """Return the paragraphs of an article."""
    dice = _dice(host, number)
    name = _name(dice)
    deeds = dice.sample(_DEEDS, 3)
    told = [
        deed.format(
            name=f"ông {name}",
            n=dice.randint(50, 990),
            few=dice.randint(3, 49),
            day=dice.randint(1, 28),
            month=dice.randint(1, 12),
        )
        for deed in deeds
    ]
    return [*told, *(" ".join(dice.choices(_SYLLABLES, k=60)).capitalize() + "." for _ in range(4))]


def _name(dice: random.Random) -> str:
    return f"{dice.choice(_SURNAMES)} {dice.choice(_MIDDLE)} {dice.choice(_GIVEN)}"


def _dice(host: int, number: int) -> random.Random:
    return random.Random(host * 1_000_003 + number)  # noqa: S311 - pages, not secrets


@cache
def word_file(host: int, number: int) -> bytes:
    """Return a Word file with one invented list, the same bytes every time."""
    from docx import Document

    document = Document()
    document.add_paragraph(f"DANH SÁCH số {number} của cổng {host}")
    document.add_paragraph(paragraphs_of(host, number + 500_000)[0])
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for part in parts.namelist():  # without the time of writing
            again.writestr(zipfile.ZipInfo(part), parts.read(part), zipfile.ZIP_DEFLATED)
    return out.getvalue()

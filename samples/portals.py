"""The portals of the sample world and the description of them that a crawler needs."""

from dataclasses import dataclass
from typing import Final

from samples.records import Family


@dataclass(frozen=True, slots=True)
class Channel:
    """One list of a portal: its path segment and the heading readers see."""

    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Portal:
    """One web site of the sample world; `crawl_delay_seconds` is printed in its robots.txt (None: no such line)."""

    key: str
    name: str
    family: Family
    owner: str
    province: str
    channels: tuple[Channel, ...]
    per_page: int
    crawl_delay_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SampleSource:
    """A portal as a crawler source; all addresses are absolute, `expected` is the number of articles it lists."""

    key: str
    name: str
    base_url: str
    family: Family
    lists: tuple[str, ...]
    feeds: tuple[str, ...]
    sitemaps: tuple[str, ...]
    expected: int
    owner: str
    province: str


PORTALS: Final = (
    Portal(
        "tandan",
        "Cổng Thông tin điện tử tỉnh Lào Cai",
        "sharepoint_tandan",
        "UBND tỉnh Lào Cai",
        "Lào Cai",
        (
            Channel("tin-tuc-su-kien", "Tin tức - Sự kiện"),
            Channel("thi-dua-khen-thuong", "Thi đua - Khen thưởng"),
            Channel("thong-bao", "Thông báo"),
        ),
        per_page=6,
        crawl_delay_seconds=0.2,
    ),
    Portal(
        "nukeviet",
        "Trang thông tin Thi đua - Khen thưởng tỉnh Lào Cai",
        "nukeviet",
        "Sở Nội vụ tỉnh Lào Cai",
        "Lào Cai",
        (
            Channel("chi-dao-dieu-hanh", "Chỉ đạo, điều hành"),
            Channel("guong-dien-hinh", "Gương điển hình tiên tiến"),
            Channel("khen-thuong", "Khen thưởng"),
            Channel("tin-hoat-dong", "Tin hoạt động"),
        ),
        per_page=5,
    ),
    Portal(
        "newspaper",
        "Báo Hoàng Liên",
        "newspaper_jsonld",
        "Báo Hoàng Liên",
        "Lào Cai",
        (
            Channel("thoi-su", "Thời sự"),
            Channel("guong-sang", "Gương sáng"),
            Channel("phap-luat", "Pháp luật"),
            Channel("the-thao", "Thể thao"),
            Channel("van-hoa-xa-hoi", "Văn hóa - Xã hội"),
        ),
        per_page=8,
    ),
    Portal(
        "liferay",
        "Cổng Thông tin điện tử tỉnh Lai Châu",
        "liferay",
        "UBND tỉnh Lai Châu",
        "Lai Châu",
        (
            Channel("thi-dua-yeu-nuoc", "Thi đua yêu nước"),
            Channel("kinh-te-xa-hoi", "Kinh tế - Xã hội"),
        ),
        per_page=5,
    ),
    Portal(
        "webforms",
        "Sở Giáo dục và Đào tạo tỉnh Lào Cai",
        "webforms",
        "Sở Giáo dục và Đào tạo tỉnh Lào Cai",
        "Lào Cai",
        (
            Channel("nguoi-tot-viec-tot", "Người tốt, việc tốt"),
            Channel("tin-nganh", "Tin ngành"),
        ),
        per_page=4,
    ),
    Portal(
        "own",
        "Trang thông tin điện tử xã Văn Bàn",
        "own_portal",
        "UBND xã Văn Bàn",
        "Lào Cai",
        (
            Channel("thi-dua-khen-thuong", "Thi đua, khen thưởng"),
            Channel("doi-song", "Đời sống"),
        ),
        per_page=4,
    ),
    Portal(
        "paper",
        "Báo Suối Mây",
        "paper_table",
        "Báo Suối Mây",
        "Lào Cai",
        (
            Channel("nguoi-tot-viec-tot", "Người tốt, việc tốt"),
            Channel("kinh-te", "Kinh tế - Đời sống"),
        ),
        per_page=3,
    ),
    Portal(
        "wordpress",
        "Hội Nông dân thành phố Hải Phòng",
        "wordpress",
        "Hội Nông dân thành phố Hải Phòng",
        "Hải Phòng",
        (
            Channel("nong-dan-thi-dua", "Nông dân thi đua"),
            Channel("tin-hoi", "Tin hoạt động Hội"),
            Channel("van-ban-chi-dao", "Văn bản chỉ đạo"),
        ),
        per_page=3,
    ),
    Portal(
        "pbody",
        "Báo Ngàn Sâu",
        "paper_pbody",
        "Báo Ngàn Sâu",
        "Hà Tĩnh",
        (
            Channel("xa-hoi", "Xã hội"),
            Channel("nguoi-ha-tinh", "Người Hà Tĩnh"),
            Channel("phap-luat", "Pháp luật"),
            Channel("kinh-te", "Kinh tế"),
        ),
        per_page=3,
    ),
    Portal(
        "fck",
        "Báo Thất Sơn",
        "paper_fck",
        "Báo Thất Sơn",
        "An Giang",
        (
            Channel("xa-hoi", "Xã hội"),
            Channel("nguoi-tot-viec-tot", "Người tốt việc tốt"),
            Channel("an-ninh-trat-tu", "An ninh trật tự"),
            Channel("nong-nghiep", "Nông nghiệp"),
        ),
        per_page=2,
    ),
    Portal(
        "webpart",
        "Sở Nông nghiệp và Môi trường tỉnh Gia Lai",
        "sharepoint_webpart",
        "Sở Nông nghiệp và Môi trường tỉnh Gia Lai",
        "Gia Lai",
        (
            Channel("tin-tuc-su-kien", "Tin tức - Sự kiện"),
            Channel("nong-dan-sang-tao", "Nông dân sáng tạo"),
        ),
        per_page=3,
    ),
)


def portal_named(key: str) -> Portal:
    """Return the portal with this key; raises KeyError for a key nobody has."""
    return {portal.key: portal for portal in PORTALS}[key]

"""How a place is printed: kind words, their abbreviations and what a name may look like."""

import re
from typing import Final, Literal

PlaceKind = Literal["province", "district", "commune", "village"]
UPPER: Final = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴÖÜŬĔĬŎ"
LETTER: Final = r"[^\W\d_]"
# One capitalised syllable: "Hòa", "HÒA", "M'Drắk", "Đ'Ran".
WORD: Final = rf"[{UPPER}]{LETTER}*(?:['’ʼ]{LETTER}+)*"
# What joins two syllables of one name: "Phan Rang - Tháp Chàm", "TT- Huế", "Thừa Thiên–Huế".
JOIN: Final = r"(?: |  | ?[-–] ?)"
RUN: Final = rf"{WORD}(?:{JOIN}{WORD}|{JOIN}\d{{1,2}}(?![\d/.,]\d|\w))*"

# Kind words as printed (lower case) -> the level they speak of and the kinds of unit they fit.
KINDS: Final[dict[str, tuple[PlaceKind, tuple[str, ...]]]] = {
    "tỉnh": ("province", ("tỉnh", "thành phố")),
    "t": ("province", ("tỉnh",)),
    "thành phố": ("district", ("thành phố",)),
    "tp": ("district", ("thành phố",)),
    "huyện": ("district", ("huyện",)),
    "h": ("district", ("huyện",)),
    "quận": ("district", ("quận",)),
    "q": ("district", ("quận",)),
    "thị xã": ("district", ("thị xã",)),
    "tx": ("district", ("thị xã",)),
    "xã": ("commune", ("xã",)),
    "x": ("commune", ("xã",)),
    "phường": ("commune", ("phường",)),
    "p": ("commune", ("phường",)),
    "thị trấn": ("commune", ("thị trấn",)),
    "tt": ("commune", ("thị trấn",)),
    "đặc khu": ("commune", ("đặc khu",)),
    **dict.fromkeys(
        (
            "thôn", "bản", "buôn", "buôn làng", "làng", "ấp", "khóm", "xóm", "khu phố", "kp", "tổ dân phố", "tdp", "tổ",
            "tiểu khu", "phum", "sóc", "plei", "bon", "khối phố", "khối", "khu dân cư", "khu",
        ),
        ("village", ()),
    ),
}  # fmt: skip
# Kinds whose names are a closed list: without an entry in the tables the words are something else.
CLOSED: Final = frozenset({"tỉnh", "t", "thành phố", "tp", "h", "q", "x", "p", "tt", "tx", "đặc khu"})
# "tổ 5", "khu 3": only a number makes these a place.
NUMBERED: Final = frozenset({"tổ", "khối", "khu", "kp", "khu phố", "khối phố"})
_ABBREVIATED: Final = (
    rf"(?:TP|Tp|tp|T\.P|TX|Tx|TT|KP|TDP)(?:\.|(?=[ A-ZĐ]))|[HQPXT]\.(?= ?[{UPPER}][^\W\d_A-ZĐ]|(?<=[QP]\.) ?\d)"
)
_SPELLED: Final = (
    r"(?i:thành phố|thị xã|thị trấn|đặc khu|khu dân cư|khu phố|khối phố|tổ dân phố|tiểu khu|tỉnh|huyện|quận|xã|phường"
    r"|thôn|bản|buôn làng|buôn|làng|ấp|khóm|xóm|phum|sóc|plei|bon|tổ|khối|khu)"
)
# "huyện miền núi Sơn Hà", "huyện đảo Trường Sa", "thôn số 3".
_QUALITY: Final = r"(?:miền núi|vùng cao|vùng biên|vùng sâu|biên giới|ven biển|vùng biển|đảo|nghèo|số)"
# "nông thôn", "văn bản", "hợp tác xã", "Nhật Bản": the second syllable is no kind word there.
_NOT_AFTER: Final = "".join(
    rf"(?<!{word} )(?<!{word.title()} )(?<!{word.upper()} )"
    for word in "nông văn xuất cơ phiên kịch biên tài vốn căn nhật tác hợp ký ấn mộc việt hành bệnh quân phân".split()
)
KIND_WORD: Final = rf"(?<![\w'’]){_NOT_AFTER}(?P<kind>{_ABBREVIATED}|{_SPELLED}(?= ))"
# TPHCM and its like are one word; "Hồ Chí Minh" alone is the person.
HCM: Final = r"(?:Thành phố|thành phố|THÀNH PHỐ|TP|Tp|tp|T\.P)[. ]{0,2}(?:HCM|Hồ Chí Minh|HỒ CHÍ MINH)(?!\w)"
TYPED: Final = re.compile(
    rf"(?<![\w'’])(?P<hcm>{HCM})"
    rf"|{KIND_WORD} ?(?P<quality>{_QUALITY} )?"
    rf"(?:(?P<run>(?:Nông trường |NT )?{RUN})|(?P<number>\d{{1,3}}[A-ZĐa-e]?(?![\w/.,]\d|\w)))"
)
# Words after "bản" and "làng" that make them a copy, or the world of something.
NOT_VILLAGES: Final = frozenset("hiến tuyên kế di nghị thảo đồ việt đại văn báo nghề olympic bác".split())

# Printed forms that differ from the official short name; lower case, dashes tight.
ALIASES: Final[dict[str, str]] = {
    "hcm": "hồ chí minh",
    "tphcm": "hồ chí minh",
    "sài gòn": "hồ chí minh",
    "tt-huế": "thừa thiên huế",
    "tt huế": "thừa thiên huế",
    "thừa thiên-huế": "thừa thiên huế",
    "br-vt": "bà rịa-vũng tàu",
    "brvt": "bà rịa-vũng tàu",
    "bà rịa vũng tàu": "bà rịa-vũng tàu",
    "phan rang tháp chàm": "phan rang-tháp chàm",
    "quãng ngãi": "quảng ngãi",
    "quãng nam": "quảng nam",
    "quãng trị": "quảng trị",
    "quãng bình": "quảng bình",
    "đắc lắc": "đắk lắk",
    "đắc lắk": "đắk lắk",
    "đắk lắc": "đắk lắk",
    "đaklak": "đắk lắk",
    "daklak": "đắk lắk",
    "dak lak": "đắk lắk",
    "đắc nông": "đắk nông",
    "dak nong": "đắk nông",
    "kontum": "kon tum",
    "hải phòng": "hải phòng",
    "mù cang chải": "mù căng chải",
    "nà hang": "na hang",
}
# Cities below the province that need no kind word to be understood.
CITIES: Final = frozenset(
    name.strip()
    for name in """
    nha trang, đà lạt, biên hòa, buôn ma thuột, pleiku, quy nhơn, vũng tàu, hạ long, việt trì, móng cái, cẩm phả,
    uông bí, long xuyên, châu đốc, rạch giá, phú quốc, mỹ tho, cao lãnh, sa đéc, thủ dầu một, dĩ an, bảo lộc,
    phan thiết, tuy hòa, tam kỳ, hội an, đông hà, đồng hới, sầm sơn, bỉm sơn, tam điệp, sông công, sa pa, thủ đức,
    vị thanh, gia nghĩa, phan rang-tháp chàm, đồng xoài, cam ranh, hoàng su phì, si ma cai, mù căng chải, mường nhé,
    tu mơ rông, bù gia mập, bạch long vĩ, trường sa, hoàng sa, côn đảo, lý sơn, cù lao dung, củ chi
    """.split(",")
)
# Right before a bare district of the page's own province: a sign, a line's begin, or a word that joins names.
OPEN_LEFT: Final = re.compile(r"(?:^|[\n(,;:\-–/\"]|(?<!\w)(?:và|với|giữa|thuộc|gồm)) ?$")
# Lower-case words right before a name: a person, a road or a battle follows, not a place.
NOT_BEFORE: Final = frozenset(
    """ông bà anh chị em cô chú bác cháu cụ thầy bé cậu mẹ dì bạn đường phố dịch trận hẻm ngõ sĩ tá úy tướng sinh viên
    hiệu""".split()
)
# Before a bare name: a preposition of place, or the head of a body of a district.
LOCATED: Final = re.compile(
    r"(?<!\w)(?i:(?P<body>(?:huyện|quận|thị|thành|đảng) (?:ủy|uỷ)|(?:huyện|quận|thị|thành) đoàn|công an|điện lực"
    r"|kiểm lâm|ubnd|hđnd|mttq|lđlđ|gd-đt|gd&đt|gdđt|đảng bộ|lhpn|ccb|hội nông dân|hội phụ nữ)"
    rf"|ở|tại|về|đến|từ|lên|xuống|ra|vào|sang|qua|rời|quê|đất|vùng|khắp) (?=[{UPPER}])"
)

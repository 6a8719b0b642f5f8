"""The vocabulary of document symbols: type codes, agency tokens and their printed misspellings."""

import re
from typing import Final

from domain.text import fold

# Decree 30/2020, Appendix III, then the legal, Party and older types met on real pages.
TYPE_NAMES: Final = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định",
    "QĐi": "Quy định", "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình",
    "CTrPH": "Chương trình", "CTPH": "Chương trình", "CTHĐ": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo", "BB": "Biên bản",
    "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện", "BGN": "Bản ghi nhớ", "GUQ": "Giấy ủy quyền",
    "GM": "Giấy mời", "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi",
    "PC": "Phiếu chuyển", "PB": "Phiếu báo", "SY": "Bản sao y", "TrS": "Bản trích sao", "SL": "Bản sao lục",
    "BS": "Bản sao", "UQ": "Giấy ủy quyền", "TTh": "Thông tri", "CV": "Công văn",
    "NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch",
    "VBHN": "Văn bản hợp nhất", "L": "Luật", "LCT": "Lệnh công bố", "PL": "Pháp lệnh", "KL": "Kết luận",
    "HDLN": "Hướng dẫn", "HDLT": "Hướng dẫn", "KHLT": "Kế hoạch", "KHPH": "Kế hoạch", "KHLN": "Kế hoạch",
    "QCPH": "Quy chế", "TL": "Thể lệ", "TTHĐ": "Tờ trình",
}  # fmt: skip
# The same letters mean another type in the Party's own series.
PARTY_TYPE_NAMES: Final = {"TT": "Thông tri", "CT": "Chỉ thị", "QC": "Quy chế"}

# Bodies that number only in the Party's style: "60/NQ-TW" is a misprint of "60-NQ/TW".
PARTY_BODIES: Final = frozenset(
    """TW TU HU QU ThU ĐU VPTW VPTU BTGTW BTGTU BTGDVTW BTGDVTU BTCTW BTCTU BDVTW BDVTU BNCTW BNCTU
    UBKTTW UBKTTU UBKTHU BTGHU BTCHU BTVTU BTVHU BCĐTW""".split()
)
AGENCIES: Final = PARTY_BODIES | frozenset(
    """UBND HĐND VPUBND VPHĐND SNV BTĐKT BTĐKTTW HĐTĐKT HĐTĐKTTW SGDĐT SGD&ĐT STTTT SKHĐT SLĐTBXH SKHCN BDT UBDT BNV
    BQP BCA BGDĐT BYT BXD BCT BTP BNG BTNMT BNNPTNT BNNMT BKHĐT BKHCN BLĐTBXH BTTTT BVHTTDL BGTVT BDTTG CP TTg CTN
    VPCP VPQH VPCTN QH UBTVQH BCĐ BTC MTTW BTT TWĐTN TWHCCB ĐCT HNDTW HNDT TLĐ SCT SYT STP STC SXD SGTVT SNN
    SNNPTNT SNNMT STNMT SVHTTDL SVHTT SDL SDTTG SNgV TTT TTCP TTTP LĐLĐ HLHPN HPN HND HCCB ĐTN TĐTN MTTQ UBMTTQ
    UBMTTQVN BHXH BCH BCHQS BĐBP CAT CATP KBNN TCT CTK CCT TAND VKSND TANDTC VKSNDTC NHNN PNV PGDĐT PVHTT BTV
    HĐQT ĐHQG HKH HCTĐ HKHVN ĐHĐB HYH BQL CNVHTT SVHTTTTDL BATGT VPĐPNTM BTTUB LHH HĐ""".split()
)
SUBJECTS: Final = frozenset(
    """NC VXNV HCQT TĐKT VI VP KGVX VX KTTH KT TH NN CN TCCV TCBM NV QLĐĐ QHXD TCKT PC TTra CCHC ĐMDN TTTT
    KSTTHC NL KTN QHQT V.I TCCB XD CTHS PPLT BTTTT TKCT""".split()
)
_LEGISLATURE: Final = re.compile(r"(?:QH|UBTVQH)\d{1,2}$")
_KNOWN: Final = frozenset(TYPE_NAMES) | AGENCIES | SUBJECTS
# Letters alone, without marks or case: "QD", "ƯBNĐ" and "Ttg" all find their token.
_BY_LETTERS: Final = {
    fold(token).upper(): token for token in sorted(_KNOWN, reverse=True) if fold(token).upper() not in _KNOWN
}


def read_token(printed: str) -> str:
    """Return the canonical spelling of one token: "TTG" -> "TTg", "QD" -> "QĐ", "TƯ" -> "TW", "ƯBNĐ" -> "UBND".

    An unknown token stays as printed, unless it is all in small letters.
    """
    if printed in _KNOWN:
        return printed
    upper = printed.upper()
    if upper.endswith("TƯ"):
        upper = upper[:-1] + "W"
    if upper in _KNOWN or _LEGISLATURE.match(upper):
        return upper
    letters = fold(upper).upper()
    known = _BY_LETTERS.get(letters, letters)
    if known in _KNOWN:
        return known
    return upper if printed.islower() or upper.endswith("TW") else printed


def is_type(token: str) -> bool:
    """Tell whether a canonical token names a document type."""
    return token in TYPE_NAMES


def is_agency(token: str) -> bool:
    """Tell whether a canonical token is a known issuing body."""
    return token in AGENCIES or _LEGISLATURE.match(token) is not None

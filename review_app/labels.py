"""What codes are called on the screen."""

from typing import Final

from domain.health import FINDING_LABELS

KINDS: Final = {
    "individual": "cá nhân",
    "household": "hộ gia đình",
    "collective": "tập thể",
    "model": "mô hình",
}
STAGES: Final = {
    "detected": "mới phát hiện",
    "nominated": "được giới thiệu",
    "proposed": "được đề nghị",
    "selected": "được lựa chọn",
    "nurtured": "đang bồi dưỡng",
    "commended": "được biểu dương, khen thưởng",
    "replicated": "được nhân rộng",
}
PAGE_KINDS: Final = {
    "portrait": "bài chân dung",
    "award_list": "danh sách khen thưởng",
    "plan": "kế hoạch, văn bản",
    "conference": "hội nghị, lễ biểu dương",
    "model": "bài về mô hình",
    "decision": "quyết định khen thưởng",
    "other": "bài khác",
}
STATES: Final = {
    "waiting": "chờ thẩm định",
    "claimed": "đang có người xem",
    "postponed": "đang hoãn",
    "decided": "đã quyết định",
    "withdrawn": "không còn trong bài",
    "erased": "đã xóa theo yêu cầu",
}
ACTIONS: Final = {
    "confirm": "xác nhận",
    "reject": "loại",
    "postpone": "hoãn",
    "undo": "hoàn tác",
}
LEVELS: Final = {"province": "cấp tỉnh", "district": "cấp huyện (đã bỏ)", "commune": "cấp xã"}
RUN_STATES: Final = {
    "running": "đang chạy",
    "done": "hoàn thành",
    "stopped": "dừng giữa chừng",
    "failed": "có lỗi",
}
RUN_KINDS: Final = {"week": "đọc tin hằng tuần", "crawl": "tải trang", "import": "nhập tệp", "mine": "đọc lại"}
# What a run may tell beside its page states (its summary is written by the job itself).
RUN_FIGURES: Final = {
    "new_candidates": "trường hợp mới",
    "new_plans": "văn bản mới",
    "silent": "đơn vị mới im lặng",
}
AUDIT_ACTIONS: Final = {
    **ACTIONS,
    "login": "đăng nhập",
    "logout": "đăng xuất",
    "denied": "bị từ chối quyền",
    "erase": "xóa dữ liệu cá nhân",
    "export": "xuất dữ liệu",
}
DOCUMENT_TYPES: Final = {
    "KH": "Kế hoạch",
    "QĐ": "Quyết định",
    "CT": "Chỉ thị",
    "NQ": "Nghị quyết",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "CV": "Công văn",
    "HD": "Hướng dẫn",
    "TB": "Thông báo",
    "BC": "Báo cáo",
    "KL": "Kết luận",
    "TTr": "Tờ trình",
    "ĐA": "Đề án",
    "CTr": "Chương trình",
}
ISSUED: Final = {"issued": "ban hành", "cited": "nhắc đến"}
HIT_KINDS: Final = {"plan": "Văn bản", "entry": "Sổ điển hình", "article": "Bài viết"}
SCOPES: Final = {"own": "Tỉnh mình", "other": "Tỉnh khác", "all": "Tất cả"}
FINDINGS: Final = FINDING_LABELS

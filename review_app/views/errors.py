"""Pages for what goes wrong; none shows a traceback."""

from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from domain.errors import Conflict, NotAllowed, NotFound, StoreProblem, UserMistake

_STATUS: Final = ((NotAllowed, 403), (NotFound, 404), (Conflict, 409), (StoreProblem, 503))
_TITLES: Final = {
    400: "Chưa làm được",
    403: "Không có quyền",
    404: "Không tìm thấy",
    409: "Đã có thay đổi",
    503: "Tạm thời không mở được sổ",
}


def wants_json(request: Any) -> bool:
    """Return whether the page's own script asks."""
    return bool(request.headers.get("Accept", "") == "application/json")


def show_problem(request: Any, error: UserMistake) -> Any:
    """Answer with what happened, what was kept and what to do."""
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 400)
    if wants_json(request):
        return JsonResponse({"problem": _sentence(error.what), "remedy": error.remedy}, status=status)
    parts = {"title": _TITLES[status], "what": error.what, "kept": error.kept, "remedy": error.remedy}
    return render(request, "problem.html", {**parts, "status": status}, status=status)


def bad_request(request: Any, exception: Exception) -> Any:
    """Answer a request that no browser of ours sends; its host may be forged, so nothing of it is used."""
    return HttpResponse(render_to_string("plain.html", {"title": "Yêu cầu không hợp lệ", "status": 400}), status=400)


def forbidden(request: Any, exception: Exception) -> Any:
    """Answer an action nobody may do."""
    return show_problem(request, NotAllowed("bạn không có quyền làm việc này", remedy="quay lại trang trước"))


def not_found(request: Any, exception: Exception) -> Any:
    """Answer an address that does not exist."""
    return show_problem(request, NotFound("không có trang này", remedy="kiểm tra địa chỉ hoặc về trang đầu"))


def server_error(request: Any) -> Any:
    """Answer after a fault of ours; nothing here may fail again, so neither session nor database is touched."""
    if wants_json(request):
        return JsonResponse({"problem": "Máy chủ gặp lỗi, chưa lưu được", "remedy": "thử lại sau ít phút"}, status=500)
    page = render_to_string("plain.html", {"title": "Máy chủ gặp lỗi", "status": 500})
    return HttpResponse(page, status=500)


def forged(request: Any, reason: str = "") -> Any:
    """Answer a form that did not come from our page, or came after logging out and in again."""
    problem = NotAllowed(
        "biểu mẫu đã cũ hoặc không đến từ trang của Gương",
        kept="chưa có gì được ghi",
        remedy="tải lại trang rồi làm lại",
    )
    return show_problem(request, problem)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

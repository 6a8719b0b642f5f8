"""The addresses of the pages."""

from django.urls import path, register_converter

from review_app.views import accounts, cases, coverage, entries, history, home, plans, queue, search, sources


class Id:
    """A row's id in an address; longer numbers do not fit into SQLite's integers."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return it as text."""
        return str(value)


register_converter(Id, "id")

urlpatterns = [
    path("", home.home, name="home"),
    path("vao/", accounts.log_in, name="login"),
    path("vao/<str:token>/", accounts.enter_by_link, name="link"),
    path("ra/", accounts.log_out, name="logout"),
    path("tai-khoan/", accounts.my_account, name="account"),
    path("hang-doi/", queue.show_queue, name="queue"),
    path("hang-doi/tiep/", queue.take_next, name="next"),
    path("truong-hop/<id:candidate_id>/", cases.show_case, name="case"),
    path("truong-hop/<id:candidate_id>/quyet-dinh/", cases.judge, name="judge"),
    path("truong-hop/<id:candidate_id>/tra-lai/", cases.give_back, name="release"),
    path("truong-hop/<id:candidate_id>/giu/", cases.keep, name="keep"),
    path("quyet-dinh/<id:decision_id>/hoan-tac/", cases.take_back, name="undo"),
    path("so/", entries.show_entries, name="entries"),
    path("so/<id:entry_id>/", entries.show_entry, name="entry"),
    path("tim/", search.show_search, name="search"),
    path("bai/<id:article_id>/", search.show_article, name="article"),
    path("van-ban/", plans.show_plans, name="plans"),
    path("van-ban/<id:plan_id>/", plans.show_plan, name="plan"),
    path("do-phu/", coverage.show_coverage, name="coverage"),
    path("nguon/", sources.show_sources, name="sources"),
    path("nguon/chi-tiet/", sources.show_source, name="source"),
    path("nguon/dot/<id:run_id>/", sources.show_run, name="run"),
    path("lich-su/", history.show_history, name="history"),
    path("nhat-ky/", history.show_log, name="log"),
]
handler400 = "review_app.views.errors.bad_request"
handler403 = "review_app.views.errors.forbidden"
handler404 = "review_app.views.errors.not_found"
handler500 = "review_app.views.errors.server_error"

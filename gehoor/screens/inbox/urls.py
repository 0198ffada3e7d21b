"""The addresses of the Postvak."""

from django.urls import path, register_converter

from gehoor.screens.inbox import saved, views
from gehoor.screens.inbox.lists import NAMES


class ViewName:
    """One of the lists there are; any other address is no page."""

    regex = "|".join(NAMES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ViewName, "inbox_view")

urlpatterns = [
    path("", views.home, name="home"),
    path("inbox/", views.inbox_view, name="inbox"),
    path("inbox/views/", saved.views, name="views"),
    path("inbox/<inbox_view:view>/", views.inbox_view, name="inbox_view"),
]

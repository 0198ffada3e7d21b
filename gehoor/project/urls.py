"""Every address, one line a screen."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gehoor.screens.login.urls")),
]

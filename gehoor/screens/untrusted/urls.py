"""Every address of the second origin. None of them exists on the first."""

from django.urls import path

from gehoor.screens.untrusted import views

urlpatterns = [
    path("m/<str:signed>", views.original),
    path("a/<str:signed>", views.attachment),
    path("q/<str:signed>", views.draft_file),
    path("w/<str:signed>", views.waiting_file),
    path("original.css", views.stylesheet),
]

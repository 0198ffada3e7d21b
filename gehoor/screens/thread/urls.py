"""The addresses of a public thread."""

from django.urls import path

from gehoor.screens.thread import views

urlpatterns = [
    path("conversations/<int:pk>/thread/", views.thread, name="thread"),
    path("conversations/<int:pk>/thread/fetch/", views.fetch_thread, name="fetch_thread"),
    path("conversations/<int:pk>/thread/finish/", views.finish_in_thread, name="finish_in_thread"),
]

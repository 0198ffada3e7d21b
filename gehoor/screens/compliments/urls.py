"""The addresses of compliments to publish."""

from django.urls import path

from gehoor.screens.compliments import views

urlpatterns = [
    path("compliments/", views.compliments, name="compliments"),
    path("compliments/take/", views.take_compliments, name="take_compliments"),
]

"""The addresses of the reports."""

from django.urls import path

from gehoor.screens.figures import views

urlpatterns = [
    path("figures/own-channel/", views.own_channel, name="own_channel"),
    path("figures/own-channel/table/", views.own_channel_table, name="own_channel_table"),
]

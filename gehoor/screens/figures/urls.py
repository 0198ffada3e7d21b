"""The addresses of the reports."""

from django.urls import path

from gehoor.screens.figures import views

urlpatterns = [
    path("figures/day/", views.day, name="day_balance"),
    path("figures/day/table/", views.day_table, name="day_balance_table"),
    path("figures/minutes/", views.minutes, name="minutes"),
    path("figures/minutes/table/", views.minutes_table, name="minutes_table"),
    path("figures/in-time/", views.in_time, name="in_time"),
    path("figures/in-time/table/", views.in_time_table, name="in_time_table"),
    path("figures/first-time/", views.first_time, name="first_time"),
    path("figures/first-time/table/", views.first_time_table, name="first_time_table"),
    path("figures/second-line/", views.second_line, name="second_line"),
    path("figures/second-line/table/", views.second_line_table, name="second_line_table"),
    path("figures/own-channel/", views.own_channel, name="own_channel"),
    path("figures/own-channel/table/", views.own_channel_table, name="own_channel_table"),
]

"""The addresses of the roster."""

from django.urls import path

from gehoor.screens.roster import away, shifts, views

urlpatterns = [
    path("", views.roster, name="roster"),
    path("add/", views.add_shift, name="add_shift"),
    path("copy/", views.copy_week, name="copy_week"),
    path("duty/", views.duty, name="duty"),
    path("away/", away.away, name="away"),
    path("away/<int:pk>/", away.change, name="change_absence"),
    path("swaps/<int:pk>/", shifts.decide, name="decide_swap"),
    path("<int:pk>/<str:day>/", shifts.shift, name="shift"),
    path("<int:pk>/<str:day>/change/", shifts.change, name="change_shift"),
    path("<int:pk>/<str:day>/leave-out/", shifts.leave_out, name="leave_out_shift"),
    path("<int:pk>/<str:day>/end/", shifts.end_from, name="end_shift"),
    path("<int:pk>/<str:day>/swap/", shifts.ask_swap, name="ask_swap"),
]

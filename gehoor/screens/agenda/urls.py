"""The addresses of the published agenda."""

from django.urls import path

from gehoor.screens.agenda import views

urlpatterns = [
    path("agenda/", views.page, name="agenda_page"),
    path("agenda.ics", views.calendar, name="agenda_calendar"),
    path("agenda.json", views.listed, name="agenda_listed"),
]

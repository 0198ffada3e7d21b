"""The addresses of the opening hours for a website."""

from django.urls import path

from gehoor.screens.hours import views

urlpatterns = [
    path("opening-hours.json", views.as_data, name="published_hours"),
    path("opening-hours.html", views.as_block, name="published_block"),
]

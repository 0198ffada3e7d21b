"""The address of the reading mode."""

from django.urls import path

from gehoor.screens.reading_mode import views

urlpatterns = [path("reading/", views.reading_mode, name="reading_mode")]

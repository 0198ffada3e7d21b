"""The address of Verzendproblemen."""

from django.urls import path

from gehoor.screens.problems import views

urlpatterns = [path("problems/", views.problems, name="problems")]

"""The addresses of the code of conduct."""

from django.urls import path

from gehoor.screens.conduct import views

urlpatterns = [path("conduct/", views.conduct_page, name="conduct")]

"""The addresses of health. Those for machines stand beside Django: see door."""

from django.urls import path

from gehoor.screens.health import views

urlpatterns = [
    path("health/", views.page, name="health"),
    path("health/alarms/<int:pk>/seen/", views.see, name="see_alarm"),
]

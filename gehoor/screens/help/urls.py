"""The addresses of help."""

from django.urls import path

from gehoor.screens.help import views

urlpatterns = [path("help/keys/", views.keys, name="keys")]

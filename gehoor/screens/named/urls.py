"""The address of the list."""

from django.urls import path

from gehoor.screens.named import views

urlpatterns = [path("named/", views.named, name="named")]

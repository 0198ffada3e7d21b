"""The address of the page of parts."""

from django.urls import path

from gehoor.screens.components import views

urlpatterns = [path("components/", views.components, name="components")]

"""The address of the palette."""

from django.urls import path

from gehoor.screens.palette import views

urlpatterns = [path("palette/", views.palette, name="palette")]

"""The address of one's own choices."""

from django.urls import path

from gehoor.screens.profile import views

urlpatterns = [path("profile/", views.profile, name="profile")]

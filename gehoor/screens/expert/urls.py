"""The address of the second line's page."""

from django.urls import path

from gehoor.screens.expert import views

urlpatterns = [path("ask/<str:token>/", views.expert_question, name="expert_question")]

"""The addresses of what is to be approved."""

from django.urls import path

from gehoor.screens.approvals import views

urlpatterns = [
    path("approvals/", views.approvals, name="approvals"),
    path("approvals/<int:pk>/", views.approval, name="approval"),
    path("approvals/<int:pk>/approve/", views.approve, name="approve"),
    path("approvals/<int:pk>/give-back/", views.give_back, name="give_back_answer"),
]

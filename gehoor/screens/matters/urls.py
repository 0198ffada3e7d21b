"""The addresses of matters."""

from django.urls import path

from gehoor.screens.matters import views

urlpatterns = [
    path("matters/", views.matters, name="matters"),
    path("matters/link/", views.link_many, name="link_many"),
    path("matters/<int:pk>/", views.matter, name="matter"),
    path("matters/<int:pk>/look/", views.look, name="look_at_matter"),
    path("matters/<int:pk>/answer/", views.answer_matter, name="answer_matter"),
    path("matters/<int:pk>/end/", views.end, name="end_matter"),
    path("conversations/<int:pk>/unlink/", views.unlink, name="unlink"),
]

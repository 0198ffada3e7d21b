"""The addresses of acts on many conversations."""

from django.urls import path

from gehoor.screens.bulk import views

urlpatterns = [
    path("many/", views.many, name="many"),
    path("many/undo/", views.undo_many, name="undo_many"),
]

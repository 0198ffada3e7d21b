"""The addresses of the board."""

from django.urls import path

from gehoor.screens.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/give/", views.give_all, name="give_all"),
    path("board/give/<int:pk>/", views.give_one, name="give_one"),
]

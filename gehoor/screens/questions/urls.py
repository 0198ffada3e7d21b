"""The addresses of questions to the second line."""

from django.urls import path

from gehoor.screens.questions import asking, views

urlpatterns = [
    path("conversations/<int:pk>/ask/", asking.ask, name="ask"),
    path("questions/", views.waiting, name="questions"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/call/", views.note_call, name="note_call"),
    path("questions/<int:pk>/answer/", views.answer_by_phone, name="answer_by_phone"),
    path("questions/<int:pk>/change/", views.change, name="change_question"),
    path("questions/<int:pk>/link/", views.give_link, name="give_link"),
    path("questions/<int:pk>/link/withdraw/", views.withdraw_link, name="withdraw_link"),
    path("questions/<int:pk>/take-back/", views.take_back, name="take_back"),
]

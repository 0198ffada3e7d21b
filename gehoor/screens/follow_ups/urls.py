"""The addresses of what is to be told as solved."""

from django.urls import path

from gehoor.screens.follow_ups import views

urlpatterns = [
    path("follow-ups/", views.follow_ups, name="follow_ups"),
    path("conversations/<int:pk>/follow-up/", views.write, name="write_follow_up"),
    path("conversations/<int:pk>/follow-up/drop/", views.drop, name="drop_follow_up"),
]

"""The addresses of practising."""

from django.urls import path

from gehoor.screens.practice import going_live, situations, views

urlpatterns = [
    path("practice/", views.practice, name="practice"),
    path("practice/review/", views.to_review, name="to_review"),
    path("practice/review/<int:pk>/", views.review, name="review_practised"),
    path("practice/situations/", situations.situations, name="situations"),
    path("practice/situations/<slug:key>/", situations.situation, name="situation"),
    path("practice/live/", going_live.overview, name="going_live"),
    path("practice/channels/<int:pk>/", going_live.readiness, name="readiness"),
    path("practice/channels/<int:pk>/forget/", going_live.forget_plan, name="forget_plan"),
    path("practice/channels/<int:pk>/points/", going_live.add_point, name="add_point"),
    path("practice/points/<int:pk>/tick/", going_live.tick, name="tick_point"),
    path("practice/points/<int:pk>/forget/", going_live.forget_point, name="forget_point"),
]

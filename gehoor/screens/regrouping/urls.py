"""The addresses of splitting and merging."""

from django.urls import path

from gehoor.screens.regrouping import views

urlpatterns = [
    path("conversations/<int:pk>/split/", views.split, name="split"),
    path("conversations/<int:pk>/merge/", views.merge, name="merge"),
    path("conversations/<int:pk>/put-back/", views.put_back, name="put_back"),
]

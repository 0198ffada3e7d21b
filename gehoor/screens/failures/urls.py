"""The addresses of Niet verwerkt."""

from django.urls import path

from gehoor.screens.failures import views

urlpatterns = [
    path("failures/", views.failures, name="failures"),
    path("failures/<int:pk>/raw/", views.raw, name="raw_delivery"),
    path("failures/<int:pk>/retry/", views.retry, name="retry_delivery"),
    path("failures/<int:pk>/by-hand/", views.by_hand, name="make_by_hand"),
]

"""The addresses of an inspection that is going on."""

from django.urls import path

from gehoor.screens.inspections import views

urlpatterns = [
    path("<int:inspection>/", views.inspection, name="inspection"),
    path("<int:inspection>/end/", views.end, name="end_inspection"),
    path("<int:inspection>/conversations/<int:pk>/", views.inspected, name="inspected"),
]

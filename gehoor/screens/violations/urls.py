"""The address that the content policy names."""

from django.urls import path

from gehoor.screens.violations import views

urlpatterns = [path("csp-report", views.report, name="csp_report")]

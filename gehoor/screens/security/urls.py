"""The addresses of guarding one's own account."""

from django.urls import path

from gehoor.screens.security import confirm, steps, views

urlpatterns = [
    path("security/", views.security, name="security"),
    path("security/confirm/", confirm.confirm, name="confirm"),
    path("security/app/", steps.add_app, name="add_app"),
    path("security/passkey/", steps.add_passkey, name="add_passkey"),
    path("security/codes/", steps.recovery_codes, name="recovery_codes"),
    path("security/remove/", steps.remove_step, name="remove_step"),
    path("security/sessions/end/", views.end_session, name="end_session"),
    path("security/sessions/end-others/", views.end_others, name="end_other_sessions"),
]

"""The addresses of coming in. Allauth's other pages have none."""

from django.urls import path

from gehoor.screens.login import forgotten, passwords, provider, second, views

urlpatterns = [
    path("login/", views.log_in, name="account_login"),
    path("login/second-step/", second.second_step, name="mfa_authenticate"),
    path("login/second-step/passkey/", second.second_step_passkey, name="second_step_passkey"),
    path("login/passkey/", second.passkey_login, name="passkey_login"),
    path("login/forgotten/", forgotten.forgotten, name="forgotten"),
    path("login/provider/", provider.go, name="provider_login"),
    path("login/provider/back/", provider.come_back, name="provider_callback"),
    path("login/provider/trial/", provider.trial, name="provider_trial"),
    path("login/provider/keys.json", provider.keys, name="provider_keys"),
    path("logout/done/", provider.left, name="left"),
    path("logout/", views.log_out, name="account_logout"),
    path("password/", passwords.change_password, name="change_password"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]

"""The addresses of coming in. Allauth's other pages have none."""

from django.urls import path

from gehoor.screens.login import passwords, views

urlpatterns = [
    path("login/", views.log_in, name="account_login"),
    path("logout/", views.log_out, name="account_logout"),
    path("password/", passwords.change_password, name="change_password"),
    path("welcome/<str:token>/", views.welcome, name="welcome"),
]

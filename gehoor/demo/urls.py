"""Every address of Gehoor, and before them those of the demo."""

from django.urls import URLPattern, URLResolver, include, path

from gehoor.demo import views
from gehoor.project import urls as usual

handler500 = usual.handler500

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo/", views.welcome, name="demo"),
    path("demo/as/", views.look_as, name="demo_look_as"),
    path("demo/pace/", views.change_pace, name="demo_pace"),
    path("demo/again/", views.begin_again, name="demo_again"),
    path("demo/tasks/", views.show_tasks, name="demo_tasks"),
    path("demo/real/", views.begin_real, name="demo_real"),
    path("demo/residents/", views.residents, name="demo_residents"),
    path("demo/residents/<slug:key>/", views.resident, name="demo_resident"),
    path("demo/pictures/<str:letter>/", views.picture, name="demo_picture"),
    path("", include(usual.urlpatterns)),
]

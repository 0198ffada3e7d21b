"""Every address, one line a screen."""

from django.urls import URLPattern, URLResolver, include, path

handler500 = "gehoor.screens.trouble.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gehoor.screens.login.urls")),
    path("", include("gehoor.screens.security.urls")),
    path("settings/", include("gehoor.screens.settings.urls")),
    path("", include("gehoor.screens.inbox.urls")),
    path("", include("gehoor.screens.reading_mode.urls")),
    path("", include("gehoor.screens.bulk.urls")),
    path("", include("gehoor.screens.matters.urls")),
    path("", include("gehoor.screens.follow_ups.urls")),
    path("", include("gehoor.screens.compliments.urls")),
    path("", include("gehoor.screens.conversation.urls")),
    path("", include("gehoor.screens.thread.urls")),
    path("", include("gehoor.screens.problems.urls")),
    path("", include("gehoor.screens.failures.urls")),
    path("", include("gehoor.screens.approvals.urls")),
    path("", include("gehoor.screens.board.urls")),
    path("", include("gehoor.screens.conduct.urls")),
    path("", include("gehoor.screens.hours.urls")),
    path("roster/", include("gehoor.screens.roster.urls")),
    path("", include("gehoor.screens.questions.urls")),
    path("", include("gehoor.screens.expert.urls")),
    path("", include("gehoor.screens.practice.urls")),
    path("", include("gehoor.screens.named.urls")),
    path("", include("gehoor.screens.figures.urls")),
    path("", include("gehoor.screens.health.urls")),
    path("", include("gehoor.screens.profile.urls")),
    path("", include("gehoor.screens.help.urls")),
    path("", include("gehoor.screens.palette.urls")),
    path("", include("gehoor.screens.components.urls")),
    path("", include("gehoor.screens.violations.urls")),
    path("", include("gehoor.screens.agenda.urls")),
    path("inspections/", include("gehoor.screens.inspections.urls")),
]

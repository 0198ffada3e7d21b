"""The addresses of setting up."""

from django.urls import path

from gehoor.screens.settings import channels, held, own, people, stages, teams, views, wizard

urlpatterns = [
    path("", views.landing, name="settings"),
    path("log/", views.changes, name="changes"),
    path("begin/", wizard.begin, name="begin"),
    path("begin/done/", wizard.done, name="begin_done"),
    path("begin/channel/<slug:key>/", wizard.connect, name="begin_channel"),
    path("begin/<slug:step>/", wizard.step_page, name="begin_step"),
    path("organisation/", own.organisation_page, name="organisation"),
    path("hours/", own.hours_page, name="hours"),
    path("hours/days/", own.add_day, name="add_day"),
    path("hours/days/<int:pk>/forget/", own.forget_day, name="forget_day"),
    path("privacy/", own.privacy_page, name="privacy"),
    path("agreements/", own.agreements_page, name="agreements"),
    path("people/", people.people_list, name="people"),
    path("people/new/", people.invite, name="invite"),
    path("people/<int:pk>/", people.colleague_page, name="colleague"),
    path("people/<int:pk>/link/", people.new_link, name="new_link"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("teams/", teams.team_list, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<int:pk>/", teams.team_page, name="team"),
    path("held/", held.held, name="held"),
    path("held/all/send/", held.free_all, name="free_all_held"),
    path("held/all/unsent/", held.withdraw_all, name="withdraw_all_held"),
    path("held/<int:pk>/send/", held.free, name="free_reply"),
    path("held/<int:pk>/arrived/", held.confirm, name="confirm_held"),
    path("held/<int:pk>/unsent/", held.withdraw, name="withdraw_held"),
    path("channels/", channels.channel_list, name="channels"),
    path("channels/new/", channels.choose, name="new_channel"),
    path("channels/new/<slug:key>/", channels.connect, name="connect"),
    path("channels/<int:pk>/", channels.channel_page, name="channel"),
    path("channels/<int:pk>/change/", channels.change, name="change_channel"),
    path("channels/<int:pk>/try/", channels.try_again, name="try_channel"),
    path("channels/<int:pk>/stage/<slug:stage>/", stages.change_stage, name="change_stage"),
    path("channels/<int:pk>/close/", stages.close, name="close_channel"),
    path("channels/<int:pk>/reopen/", stages.reopen, name="reopen_channel"),
]

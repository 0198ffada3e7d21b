"""The addresses of one conversation and of the replies in it."""

from django.urls import path

from gehoor.screens.conversation import (
    acts,
    attaching,
    emergencies,
    picking,
    presence,
    regrouping,
    replies,
    snoozing,
    views,
)

urlpatterns = [
    path("conversations/<int:pk>/", views.conversation, name="conversation"),
    path("conversations/<int:pk>/shown/", views.shown, name="shown"),
    path("conversations/<int:pk>/log/", views.log, name="log"),
    path("conversations/<int:pk>/reply/", acts.reply, name="reply"),
    path("conversations/<int:pk>/note/", acts.note, name="note"),
    path("conversations/<int:pk>/draft/", acts.draft, name="draft"),
    path("conversations/<int:pk>/files/", attaching.files, name="draft_files"),
    path("conversations/<int:pk>/people/", picking.people_here, name="people_here"),
    path("emoji/", picking.emoji, name="emoji"),
    path("conversations/<int:pk>/finish/", acts.finish, name="finish"),
    path("conversations/<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("conversations/<int:pk>/presence/", presence.presence, name="presence"),
    path("conversations/<int:pk>/take-over/", presence.take_over, name="take_over"),
    path("conversations/<int:pk>/pass-on/", presence.pass_on, name="pass_on"),
    path("inbox/presence/", presence.presences, name="presences"),
    path("conversations/<int:pk>/assign/", acts.assign, name="assign"),
    path("conversations/<int:pk>/tag/", acts.add_tag, name="add_tag"),
    path("conversations/<int:pk>/untag/", acts.remove_tag, name="remove_tag"),
    path("conversations/<int:pk>/emergency/", emergencies.put_on_top, name="put_on_top"),
    path("conversations/<int:pk>/emergency/false/", emergencies.false_alarm, name="false_alarm"),
    path("conversations/<int:pk>/emergency/text/", emergencies.take_text, name="take_text"),
    path("conversations/<int:pk>/unread/", acts.mark_unread, name="mark_unread"),
    path("conversations/<int:pk>/snooze/", snoozing.snooze, name="snooze"),
    path("conversations/<int:pk>/unsnooze/", snoozing.unsnooze, name="unsnooze"),
    path("conversations/<int:pk>/split/", regrouping.split, name="split"),
    path("conversations/<int:pk>/merge/", regrouping.merge, name="merge"),
    path("conversations/<int:pk>/put-back/", regrouping.put_back, name="put_back"),
    path("replies/<int:pk>/withdraw/", replies.withdraw, name="withdraw"),
    path("replies/<int:pk>/arrived/", replies.confirm, name="confirm_arrived"),
    path("replies/<int:pk>/again/", replies.send_again, name="send_again"),
    path("replies/<int:pk>/unsent/", replies.give_up, name="give_up"),
]

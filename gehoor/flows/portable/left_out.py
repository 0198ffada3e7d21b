"""What stands in which lines of the open format, and what stands in none of them, with the reason.

A table or a column that is in neither list fails a test: who adds one decides.
"""

from typing import Final

IN: Final = {
    "organisation.Organisation": "organisation",
    "planning.Block": "hours",
    "planning.SpecialDay": "special_days",
    "people.Team": "teams",
    "people.User": "people",
    "people.RoleHeld": "people",
    "channels.Channel": "channels",
    "channels.Delivery": "unread",
    "contacts.Contact": "contacts",
    "contacts.Address": "contacts",
    "inbox.Conversation": "conversations",
    "inbox.Tag": "conversations",
    "inbox.Message": "messages",
    "inbox.MessageVersion": "messages",
    "inbox.Attachment": "messages",
    "inbox.Reply": "messages",
    "inbox.Draft": "drafts",
    "inbox.DraftFile": "drafts",
    "inbox.Regrouping": "regroupings",
    "inbox.BulkAct": "bulk_acts",
    "inbox.BulkItem": "bulk_acts",
    "inbox.SavedView": "views",
    "listening.Watch": "watches",
    "audit.Entry": "log",
}
"""each table and the kind of record that carries it"""

ELSEWHERE: Final = {
    "inbox.Attachment.stored_as": "file",
    "inbox.Attachment.preview_as": "preview",
    "inbox.DraftFile.stored_as": "file",
    "inbox.DraftFile.preview_as": "preview",
    "inbox.DraftFile.draft": "files",
    "inbox.Tag.name": "tags",
    "audit.Entry.conversation_id": "conversation",
    "audit.Entry.team_id": "team",
    "people.RoleHeld.user": "roles",
    "contacts.Address.contact": "addresses",
    "inbox.MessageVersion.message": "versions",
    "inbox.Attachment.message": "attachments",
    "inbox.Reply.message": "reply",
    "inbox.BulkItem.bulk": "items",
}
"""columns that have another name there, or are where they stand"""

PROOF = "how somebody proves who they are is nobody else's; they are invited again"
PASSING = "it is of this minute and of this machine"
QUEUE = "jobs only wake; they are made anew from what waits"
OURS = "it is what this program needs of itself, and holds nothing of an organisation"
TABLES: Final = {
    "auth.Group": OURS,
    "auth.Permission": OURS,
    "contenttypes.ContentType": OURS,
    "procrastinate.ProcrastinateWorker": QUEUE,
    "procrastinate.ProcrastinateJob": QUEUE,
    "procrastinate.ProcrastinateEvent": QUEUE,
    "procrastinate.ProcrastinatePeriodicDefer": QUEUE,
    "account.EmailAddress": PROOF,
    "account.EmailConfirmation": PROOF,
    "mfa.Authenticator": PROOF,
    "axes.AccessAttempt": PASSING,
    "axes.AccessAttemptExpiration": PASSING,
    "axes.AccessFailureLog": PASSING,
    "axes.AccessLog": PASSING,
    "people.Invitation": PROOF,
    "logins.Session": PROOF,
    "logins.RequiredStep": "what is asked at log-in is decided anew where people log in",
    "logins.LastCode": PROOF,
    "logins.Try": PASSING,
    "logins.ForgottenPassword": PASSING,
    "logins.Provider": "its secret stays here, and it knows this address alone",
    "logins.ProviderAccount": PROOF,
    "logins.GroupRight": "it goes with the provider, which is set up anew",
    "logins.ClientKey": "it is a secret",
    "channels.Circuit": PASSING,
    "inbox.Presence": PASSING,
    "inbox.Naming": "who is named stands in the note; whether they looked is of this minute",
    "inbox.Looking": "the platform is asked again",
    "listening.Hit": "it only says who was mailed about what; what was found is a message",
    "audit.Seal": "it binds lines by this database's count; lines are sealed anew where they go",
    "health.Heartbeat": PASSING,
    "health.Certificate": PASSING,
    "health.Alarm": PASSING,
}

GUARDED = "it is a secret"
MACHINE = "a reply that was on its way is held until somebody decides, whatever the machine meant"
RECKONED = "it is worked out anew"
AS_IT_CAME = "what came in raw stays here, once a message was made of it"
COLUMNS: Final = {
    "planning.Block.special": "what holds on one day stands in the line of that day",
    "people.User.password": GUARDED,
    "people.User.last_login": PASSING,
    "people.RoleHeld.id": OURS,
    "channels.Channel.credentials": GUARDED,
    "channels.Channel.vault_id": GUARDED,
    "channels.Channel.push_key": GUARDED,
    "channels.Channel.push_secret": GUARDED,
    "channels.Channel.learned": "the platform is asked again",
    "channels.Channel.health": PASSING,
    "channels.Channel.health_detail": PASSING,
    "channels.Channel.health_since": PASSING,
    "channels.Channel.fetched_at": PASSING,
    "channels.Delivery.content_hash": RECKONED,
    "channels.Delivery.around": "what was only found around a post is found again",
    "channels.Delivery.copy_of": "a copy holds nothing of its own",
    "channels.Delivery.made_by_hand_by": AS_IT_CAME,
    "channels.Delivery.parsed_at": AS_IT_CAME,
    "contacts.Address.id": OURS,
    "inbox.Conversation.has_problem": RECKONED,
    "inbox.Conversation.rests": RECKONED,
    "inbox.Tag.id": OURS,
    "inbox.Message.channel": "it is the channel of its conversation",
    "inbox.Message.delivery": AS_IT_CAME,
    "inbox.Message.part": AS_IT_CAME,
    "inbox.Message.words": RECKONED,
    "inbox.Message.is_question": RECKONED,
    "inbox.MessageVersion.id": OURS,
    "inbox.MessageVersion.delivery": AS_IT_CAME,
    "inbox.Attachment.id": OURS,
    "inbox.DraftFile.id": OURS,
    "inbox.DraftFile.added_at": PASSING,
    "inbox.Reply.id": OURS,
    "inbox.Reply.channel": "it is the channel of its conversation",
    "inbox.Reply.due_at": MACHINE,
    "inbox.Reply.attempt": MACHINE,
    "inbox.Reply.in_doubt": MACHINE,
    "inbox.Reply.looks": MACHINE,
    "inbox.Reply.started_at": MACHINE,
    "inbox.Reply.held_at": MACHINE,
    "inbox.BulkItem.id": OURS,
    "listening.Watch.tried_at": PASSING,
    "audit.Entry.xact": RECKONED,
    "audit.Entry.server": RECKONED,
}

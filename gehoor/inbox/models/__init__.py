"""The tables of the inbox."""

from gehoor.inbox.models.approvals import Approval
from gehoor.inbox.models.bulk import BulkAct, BulkItem
from gehoor.inbox.models.conversations import Conversation, Draft, DraftFile, Tag
from gehoor.inbox.models.follow_ups import FollowUp
from gehoor.inbox.models.lookings import Looking
from gehoor.inbox.models.macros import Macro
from gehoor.inbox.models.matters import Matter, MatterGo, MatterLink, MatterTurn
from gehoor.inbox.models.messages import Attachment, Message, MessageVersion
from gehoor.inbox.models.namings import Naming
from gehoor.inbox.models.presence import Presence
from gehoor.inbox.models.regroupings import Regrouping
from gehoor.inbox.models.replies import Reply
from gehoor.inbox.models.together import Distance, Following, Handover
from gehoor.inbox.models.views import SavedView
from gehoor.inbox.models.waits import EndedWait

__all__ = [
    "Approval",
    "Attachment",
    "BulkAct",
    "BulkItem",
    "Conversation",
    "Distance",
    "Draft",
    "DraftFile",
    "EndedWait",
    "FollowUp",
    "Following",
    "Handover",
    "Looking",
    "Macro",
    "Matter",
    "MatterGo",
    "MatterLink",
    "MatterTurn",
    "Message",
    "MessageVersion",
    "Naming",
    "Presence",
    "Regrouping",
    "Reply",
    "SavedView",
    "Tag",
]

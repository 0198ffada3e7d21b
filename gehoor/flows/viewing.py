"""What colleagues do with their ways to look at the inbox: keep, share, order, throw away."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from gehoor.audit.actions import record
from gehoor.flows.replies import NotPossible
from gehoor.inbox import queries as inbox
from gehoor.inbox.actions import viewing
from gehoor.inbox.models import SavedView
from gehoor.people.models import Team
from gehoor.people.policies import Actor, Place, share_views

LONGEST_NAME = 40


@dataclass(frozen=True)
class Wanted:
    """What a view is to show."""

    name: str
    view: str
    words: str = ""
    narrowed: inbox.Filter = inbox.NO_FILTER
    team: Team | None = None
    """whose members see it too"""


@transaction.atomic
def keep(actor: Actor, wanted: Wanted) -> SavedView:
    """Keep a view under its name; the owner's view of that name becomes this one."""
    name = " ".join(wanted.name.split())
    if not name or len(name) > LONGEST_NAME or actor.user_id is None:
        raise NotPossible(
            _("Give the view a name of 1 to %(longest)s characters. Nothing was kept.")
            % {"longest": LONGEST_NAME}
        )
    _refuse_what_is_not_there(actor, wanted.narrowed)
    if wanted.team and not share_views(actor, Place(team=wanted.team.pk)):
        raise NotPossible(_("You cannot share views with this team. Nothing was kept."))
    kept = viewing.keep_view(
        owner_id=actor.user_id,
        team_id=wanted.team.pk if wanted.team else None,
        name=name,
        view=wanted.view,
        words=wanted.words,
        narrowed=wanted.narrowed,
    )
    if wanted.team:
        record(actor, "share", "view", kept.pk, team_id=wanted.team.pk, name=name)
    return kept


def _refuse_what_is_not_there(actor: Actor, narrowed: inbox.Filter) -> None:
    """A view that silently showed more than was asked for would be wrong each time it is opened."""
    if narrowed.channel is not None and narrowed.channel not in dict(inbox.visible_channels(actor)):
        raise NotPossible(_("You see no such channel. Nothing was kept."))
    if narrowed.tag and narrowed.tag not in inbox.tag_names(actor):
        raise NotPossible(
            _("No conversation that you see has the label “%(tag)s”. Nothing was kept.")
            % {"tag": narrowed.tag}
        )


@transaction.atomic
def move_up(actor: Actor, view: SavedView) -> None:
    viewing.move_up(view)


@transaction.atomic
def remove(actor: Actor, view: SavedView) -> None:
    if view.team_id:
        record(actor, "unshare", "view", view.pk, team_id=view.team_id, name=view.name)
    viewing.remove_view(view)

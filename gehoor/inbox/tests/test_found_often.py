"""A conversation is found as Django would have found it, with all that is selected beside it."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from gehoor.inbox.models import Conversation
from gehoor.kit import often
from gehoor.people.policies import Role
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def all_of_it(pk: int) -> QuerySet[Conversation]:
    beside = Conversation.objects.select_related("channel__team", "assignee", "snoozed_by")
    columns = ("subject", "channel__settings", "channel__team__name", "assignee", "snoozed_by")
    return beside.only(*columns).filter(pk=pk)


def test_what_is_found_is_as_django_would_have_read_it() -> None:
    """With what is selected beside it, that of nobody, and no more columns than were asked for."""
    conversation, other = make.received(), make.received()
    conversation.assignee = make.user(Role.AGENT)
    conversation.save()

    for pk, somebody in ((conversation.pk, conversation.assignee), (other.pk, None)):
        (found,) = often.find(all_of_it, pk)
        with CaptureQueriesContext(connection) as seen:
            known = (found.channel, found.channel.team, found.assignee, found.snoozed_by)
        assert not seen.captured_queries
        assert known[2:] == (somebody, None)
        (read,) = all_of_it(pk)
        parts = [(found, read), (found.channel, read.channel)]
        for ours, theirs in [*parts, (found.channel.team, read.channel.team)]:
            assert kept_of(ours) == kept_of(theirs)
    assert often.find(all_of_it, 0) == []


def test_a_number_no_table_can_hold_finds_nothing_also_as_the_first_that_is_asked() -> None:
    """Anybody can type an address; Django sees by itself that there is nothing to ask."""
    conversation = make.received()

    assert often.find(by_number, 2**70) == []
    assert often.find(by_number, conversation.pk) == [conversation]
    assert often.find(by_number, 2**70) == []


def by_number(pk: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk)


def test_what_cannot_be_asked_again_with_other_values_is_refused() -> None:
    for asked, values in ((one_of, ([1, 2],)), (by_name_and_key, ("Afval", 3))):
        with pytest.raises(ValueError, match="another order"):
            often.find(asked, *values)


def one_of(pks: list[int]) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk__in=pks)


def by_name_and_key(subject: str, pk: int) -> QuerySet[Conversation]:
    """Django sorts what is asked in one go by its name."""
    return Conversation.objects.filter(subject=subject, pk=pk)


def kept_of(row: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}

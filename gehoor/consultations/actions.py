"""Everything that changes the tables of questions to the second line."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F

from gehoor.consultations.models import Call, Consultation, Earlier, Expert, Link, Writing
from gehoor.consultations.rules import LINK_LASTS
from gehoor.kit.portable import add_rows, go_on_counting
from gehoor.people.rules import hash_token

State = Consultation.State


def keep_expert(expert: Expert) -> None:
    expert.save()


def take_off_the_list(expert: Expert) -> None:
    """Nobody can ask them any more; what they were asked stays."""
    Expert.objects.filter(pk=expert.pk).update(is_listed=False)
    Expert.objects.filter(department=expert.pk).update(department=None)


def ask(**facts: Any) -> Consultation:
    return Consultation.objects.create(**facts)


def lock(pk: int) -> Consultation:
    """Return a question that nobody else changes until this transaction ends."""
    return Consultation.objects.select_for_update().get(pk=pk)


def note_call(
    consultation: Consultation,
    *,
    result: str,
    remark: str,
    by: int | None,
    now: datetime,
    call_at: datetime | None,
) -> None:
    Call.objects.create(
        consultation=consultation, result=result, remark=remark, by_id=by, at=now
    )  # fmt: skip
    call_next(consultation, at=call_at)


def call_next(consultation: Consultation, *, at: datetime | None) -> None:
    consultation.call_at = at
    consultation.save(update_fields=["call_at"])


def change(
    consultation: Consultation, changed: Mapping[str, Any], *, by: int | None, now: datetime
) -> None:
    """Change these columns of a question, and keep how it was."""
    was = {name: getattr(consultation, name) for name in CHANGEABLE}
    Earlier.objects.create(consultation=consultation, by_id=by, at=now, **was)
    for name, value in changed.items():
        setattr(consultation, name, value)
    consultation.save(update_fields=list(changed))


CHANGEABLE = ("question", "added", "phone", "due_at")


def answer(consultation: Consultation, *, text: str, how: Consultation.How, now: datetime) -> None:
    """Keep the answer; nobody need be called, and no link works any more."""
    consultation.state, consultation.answer = State.ANSWERED, text
    consultation.answered_at, consultation.answered_how = now, how
    consultation.call_at = None
    consultation.save(
        update_fields=["state", "answer", "answered_at", "answered_how", "call_at"]
    )  # fmt: skip
    withdraw_links(consultation.pk, now=now)


def take_back(consultation: Consultation, *, now: datetime) -> None:
    consultation.state, consultation.call_at = State.WITHDRAWN, None
    consultation.save(update_fields=["state", "call_at"])
    withdraw_links(consultation.pk, now=now)


def make_link(consultation: Consultation, *, now: datetime) -> str:
    """Return the token of a new link; an earlier one for the same question stops working."""
    withdraw_links(consultation.pk, now=now)
    token = secrets.token_urlsafe(32)
    Link.objects.create(
        consultation=consultation, token_hash=hash_token(token), made_at=now,
        expires_at=now + LINK_LASTS,
    )  # fmt: skip
    return token


def withdraw_links(consultation_id: int, *, now: datetime) -> int:
    """Let no link to this question work any more; return how many did."""
    working = Link.objects.filter(
        consultation=consultation_id, used_at=None, withdrawn_at=None
    )  # fmt: skip
    return working.update(withdrawn_at=now)


def withdraw_all_links(*, now: datetime) -> int:
    """Let no link work any more: it may have been used since a backup was made."""
    return Link.objects.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)


def open_link(link: Link, *, now: datetime) -> str:
    """Bind a link to the browser that opens it; return its secret, or none when one was first."""
    secret = secrets.token_urlsafe(32)
    unopened = Link.objects.filter(pk=link.pk, browser_hash=None)
    is_first = unopened.update(browser_hash=hash_token(secret), opened_at=now) == 1
    return secret if is_first else ""


def use_link(link: Link, *, now: datetime) -> bool:
    """Use a link up; tells whether it still worked."""
    working = Link.objects.filter(pk=link.pk, used_at=None, withdrawn_at=None, expires_at__gt=now)
    return working.update(used_at=now) == 1


def add_writing(conversation_id: int, *, day: date, seconds: int) -> None:
    """Add to what was written in a conversation on a day; two at once are both counted."""
    Writing.objects.bulk_create(
        [Writing(conversation_id=conversation_id, day=day, seconds=0)], ignore_conflicts=True
    )
    of_day = Writing.objects.filter(conversation=conversation_id, day=day)
    of_day.update(seconds=F("seconds") + seconds)


def add_expert_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make lines of the phone book out of records: first all, then who is of which department."""
    add_rows(Expert, records, "department")
    for record in records:
        if record["department"] is not None:
            Expert.objects.filter(pk=record["id"]).update(department=record["department"])


def add_consultation_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make questions, with their calls, out of records of the open format."""
    add_rows(Consultation, records, "calls", "earlier")
    Call.objects.bulk_create(
        Call(
            consultation_id=record["id"], by_id=call["by"],
            result=call["result"], remark=call["remark"], at=call["at"],
        )
        for record in records
        for call in record["calls"]
    )  # fmt: skip
    Earlier.objects.bulk_create(
        Earlier(
            consultation_id=record["id"], by_id=each["by"], at=each["at"],
            **{name: each[name] for name in CHANGEABLE},
        )
        for record in records
        for each in record["earlier"]
    )  # fmt: skip
    go_on_counting(Call)

"""What declares no policy keeps the program from starting."""

import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from gehoor.kit.jobs import JOBS
from gehoor.people.policies import answer
from gehoor.project import declarations
from gehoor.project.declarations import (
    undeclared_doors,
    undeclared_jobs,
    undeclared_topics,
    undeclared_views,
)
from gehoor.screens.access import who_may
from gehoor.screens.live.topics import TOPICS, TopicKind


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_everything_there_is_declares_its_policy() -> None:
    declarations.refuse_undeclared()


def test_a_view_without_a_policy_is_named_however_deep_it_hides() -> None:
    addresses = [path("a/", include(([path("b/", bare)], "deep")))]

    assert undeclared_views(addresses) == [f"view {__name__}.bare"]
    assert undeclared_views([path("", who_may(answer)(bare))]) == []


def test_a_door_in_front_of_django_names_its_policy_and_why_it_needs_no_token() -> None:
    class NoPolicy:
        exempt_because = "nobody knows"

    class NoReason:
        policy = staticmethod(answer)

    assert undeclared_doors({"a": NoPolicy, "b": NoReason}) == ["door a", "door b"]
    assert undeclared_doors(declarations.DOORS) == []


def test_a_rule_made_up_in_a_view_is_no_policy() -> None:
    assert undeclared_views([path("", who_may(lambda _actor, _place: True)(bare))])


def test_a_topic_without_a_policy_is_named() -> None:
    topics = TOPICS | {"secret": TopicKind(None, lambda _actor: [])}  # type: ignore[arg-type]

    assert undeclared_topics(topics) == ["live topic secret"]


def test_a_job_that_acts_as_nobody_is_named() -> None:
    name, job = next(iter(JOBS.items()))
    nameless = dataclasses.replace(job, actor="somebody")

    assert undeclared_jobs({name: nameless}) == [f"job {name}"]


def test_the_program_refuses_to_start_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOPICS, "secret", TopicKind(None, lambda _actor: []))  # type: ignore[arg-type]

    with pytest.raises(ImproperlyConfigured, match="live topic secret"):
        declarations.refuse_undeclared()

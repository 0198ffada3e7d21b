"""A message as its sender laid it out, on the second origin."""

import re

import pytest
from django.conf import settings

from gehoor.people.models import Team, User
from gehoor.people.policies import Actor, Role
from gehoor.screens.untrusted.links import original_url
from gehoor.screens.untrusted.original import framed, host_of
from gehoor.screens.untrusted.tests.conftest import Visitor, attachment, message
from gehoor.testing import make

PNG = b"\x89PNG\r\n\x1a\n and so on"


def test_who_may_see_the_conversation_sees_the_message_as_it_was_laid_out(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(team, html="<p>Hallo <b>daar</b></p>")

    answer = visitor.opens(original_url(shown.pk, agent))

    assert answer.status_code == 200
    assert "<p>Hallo <b>daar</b></p>" in answer.text


def test_the_frame_allows_no_script_form_or_foreign_thing(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(team, html="<p>Hallo</p>")

    answer = visitor.opens(original_url(shown.pk, agent))

    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; ")
    assert "default-src 'none'" in policy
    assert f"frame-ancestors {settings.BASE_URL}" in policy
    assert "unsafe" not in policy
    assert "script" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_what_was_stored_before_the_rules_grew_stricter_is_cleaned_again(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(
        team,
        html='<script>alert(1)</script><p onclick="alert(1)" style="position:fixed">x</p>'
        '<form action="https://evil.example"><input name="a"></form><svg onload="alert(1)"></svg>',
    )

    page = visitor.opens(original_url(shown.pk, agent)).text

    for trace in ("<script", "onclick", "position", "<form", "<input", "<svg", "onload"):
        assert trace not in page


def test_a_link_shows_where_it_really_goes() -> None:
    page = framed('<a href="https://kwaad.example/x?y=1">www.mijnbank.nl</a>', {})

    assert page == (
        '<a href="https://kwaad.example/x?y=1" target="_blank"'
        ' rel="noopener noreferrer nofollow">www.mijnbank.nl</a>'
        ' <span class="host">[kwaad.example]</span>'
    )


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://mijnbank.nl@kwaad.example/", "kwaad.example"),
        ("https://kwaad.example#@mijnbank.nl", "kwaad.example"),
        ("https://kwaad.example?@mijnbank.nl", "kwaad.example"),
        ("HTTPS://KWAAD.example:8443/pad", "kwaad.example"),
        ("https://mijnb\u0430nk.nl/", "xn--mijnbnk-6fg.nl"),
        ("https://kwaad.example\\@mijnbank.nl/", None),
        ("https:\\\\kwaad.example", None),
        ("https:kwaad.example", None),
        ("https:/kwaad.example", None),
        ("//kwaad.example/x", None),
        ("https://kwa%61d.example/", None),
        ("https://kwaad\t.example/", None),
        ("https://stra\u00dfe.example/", None),
        ("https://mijnbank.nl\uff0fx.kwaad.example/", None),
        ("javascript:alert(1)", None),
        ("/m/elders", None),
        ("", None),
    ],
)
def test_a_host_is_named_only_when_every_reader_reads_the_same(href: str, host: str | None) -> None:
    assert host_of(href) == host


def test_a_link_of_which_we_cannot_say_where_it_goes_is_only_text() -> None:
    assert framed('<a href="https://a.example\\@b.example">hier</a>', {}) == "<a>hier</a>"


def test_an_address_to_write_or_call_to_stays() -> None:
    page = framed('<a href="mailto:info@stad.example">mail</a> <a href="tel:14010">bel</a>', {})

    assert 'href="mailto:info@stad.example"' in page
    assert 'href="tel:14010"' in page


def test_a_picture_that_came_along_is_shown_as_we_redrew_it(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(team, html='<img src="cid:foto%40x" alt="de bak">')
    drawn = attachment(shown, PNG, content_id="<foto@x>", preview_as="")
    drawn.preview_as = drawn.stored_as
    drawn.save()

    page = visitor.opens(original_url(shown.pk, agent)).text

    found = re.search(rf'<img src="({settings.UNTRUSTED_URL}/a/[^"]+)" alt="de bak">', page)
    assert found
    assert visitor.opens(found[1])["Content-Type"] == "image/png"


def test_a_picture_from_elsewhere_is_never_asked_for(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(
        team,
        html='<img src="https://volg.example/p.gif" alt="logo"><img src="cid:weg" alt="foto">'
        '<img src="//volg.example/a"><img src="data:image/png;base64,AAAA">',
    )

    page = visitor.opens(original_url(shown.pk, agent)).text

    assert "<img" not in page
    assert "volg.example" not in page
    assert ": logo]" in page
    assert ": foto]" in page


def test_a_layout_too_complicated_to_show_falls_back_to_its_text(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    shown = message(team, html="<div>" * 30_000, text="Dit stond er < zo >")

    page = visitor.opens(original_url(shown.pk, agent)).text

    assert "Dit stond er &lt; zo &gt;" in page


def test_a_message_without_layout_has_no_original(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    assert visitor.opens(original_url(message(team).pk, agent)).status_code == 404


def test_who_may_not_see_the_conversation_or_its_names_finds_nothing(
    visitor: Visitor, team: Team
) -> None:
    shown = message(team, html="<p>Hallo</p>")
    elsewhere = make.actor(Role.AGENT, teams=(make.team(),))
    nameless = make.actor(Role.ANALYST, teams=(team,))
    manager = make.actor(Role.ADMINISTRATOR, teams=(team,))

    for actor in (elsewhere, nameless, manager):
        assert visitor.opens(original_url(shown.pk, actor)).status_code == 404


def test_who_was_deactivated_after_the_address_was_made_finds_nothing(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    url = original_url(message(team, html="<p>Hallo</p>").pk, agent)
    User.objects.filter(name=agent.name).update(is_active=False)

    assert visitor.opens(url).status_code == 404


def test_who_left_the_team_after_the_address_was_made_finds_nothing(
    visitor: Visitor, agent: Actor, team: Team
) -> None:
    url = original_url(message(team, html="<p>Hallo</p>").pk, agent)
    team.members.clear()

    assert visitor.opens(url).status_code == 404

"""A trial mail by real servers: out by SMTP, in by IMAP, and no conversation of it."""

import pytest

from gehoor.channels.models import Canary, Channel, Delivery
from gehoor.flows import canaries
from gehoor.inbox.models import Conversation
from gehoor.people.policies import Role
from gehoor.testing import make
from gehoor.testing.mailservers import ADDRESS, Outbox, imap_server, smtp_server
from tests.faults import post

pytestmark = [pytest.mark.django_db(transaction=True)]


def test_a_trial_mail_goes_out_comes_in_and_tells_how_long_it_took() -> None:
    outbox = Outbox()
    with imap_server() as box, smtp_server(outbox) as port:
        channel = post.mailbox(box.port)
        Channel.objects.filter(pk=channel.pk).update(
            address=ADDRESS, settings=channel.settings | {"smtp_port": str(port)}
        )
        channel.refresh_from_db()

        canary = canaries.begin(make.actor(Role.ADMINISTRATOR), channel)
        canaries.send.function(canary.pk)
        [mail] = outbox.received
        assert (mail.sender, mail.recipient) == (ADDRESS, ADDRESS)
        box.put(mail.content)
        post.poll(channel)
        post.read(channel)

    canary.refresh_from_db()
    assert canary.state == Canary.State.ARRIVED
    assert [each.state for each in Delivery.objects.all()] == ["canary"]
    assert not Conversation.objects.exists()

"""What was edited at its source: the newest text shows, the earlier ones are kept."""

import pytest

from gehoor.channels.models import Delivery
from gehoor.contracts.connector import Arrived, Batch
from gehoor.flows import incoming
from gehoor.inbox.models import Message, MessageVersion
from gehoor.testing import make

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_an_edited_post_keeps_its_earlier_text_and_its_place() -> None:
    channel = make.channel()
    first = make.delivery(channel, transport_id="post-1", raw=b"one")
    incoming.receive(channel, [first], [(make.incoming(text="Lantaarn stuk"),)])
    channel_edit = Arrived("post-1", b"two")
    incoming.store(channel, Batch([channel_edit], {}))
    second = Delivery.objects.latest("pk")

    incoming.receive(channel, [second], [(make.incoming(text="Lantaarn gemaakt"),)])

    message = Message.objects.get()
    assert (message.text, message.sequence) == ("Lantaarn gemaakt", 1)
    assert MessageVersion.objects.get().text == "Lantaarn stuk"


def test_an_earlier_version_that_is_read_later_does_not_take_the_place_of_the_newest() -> None:
    channel = make.channel()
    first = make.delivery(channel, transport_id="post-1", raw=b"one")
    incoming.store(channel, Batch([Arrived("post-1", b"two")], {}))
    second = Delivery.objects.latest("pk")

    incoming.receive(channel, [second], [(make.incoming(text="nieuw"),)])
    incoming.receive(channel, [first], [(make.incoming(text="oud"),)])

    assert Message.objects.get().text == "nieuw"
    assert MessageVersion.objects.get().text == "oud"

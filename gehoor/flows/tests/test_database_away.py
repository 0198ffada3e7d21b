"""A database that goes away while something is read: no delivery pays for that with its tries."""

from collections.abc import Iterator, Sequence

import pytest
from django.db import OperationalError, connection

from gehoor.channels.actions.deliveries import MOST_TRIES, OWED
from gehoor.channels.models import Channel, Delivery
from gehoor.flows import incoming
from gehoor.inbox.models import Message
from gehoor.testing import make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]

# A disk that is full takes no message, and no count that goes back either.
DISK = """
CREATE FUNCTION a_full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_setting('test.disk', true) = 'full' THEN
        RAISE EXCEPTION 'No space left on device' USING ERRCODE = '53100';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER full_for_messages BEFORE INSERT ON inbox_message
    FOR EACH ROW EXECUTE FUNCTION a_full_disk();
CREATE TRIGGER full_for_counts BEFORE UPDATE ON channels_delivery
    FOR EACH ROW WHEN (NEW.tries < OLD.tries) EXECUTE FUNCTION a_full_disk();
"""
NO_DISK = "DROP FUNCTION a_full_disk CASCADE"


def disk(how: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('test.disk', %s, false)", [how])


@pytest.fixture
def mailbox() -> Iterator[Channel]:
    with connection.cursor() as cursor:
        cursor.execute(DISK)
    yield make.channel(connector="email")
    with connection.cursor() as cursor:
        cursor.execute(NO_DISK)
    OWED.clear()


class FillsTheDisk:
    """Stands in for the guarded child; while it reads, the disk of the database fills."""

    def __init__(self, *, text: str = "De bak is vol.") -> None:
        self.text = text

    def start(self) -> None:
        """Nothing to start."""

    def read(self, connector_key: str, raws: Sequence[bytes]) -> list[object]:
        disk("full")
        texts = [self.text, *["De bak is vol."] * (len(raws) - 1)]
        return [(make.incoming(text=text),) for text in texts]


class Reads(FillsTheDisk):
    """Stands in for it on a day on which all is well."""

    def read(self, connector_key: str, raws: Sequence[bytes]) -> list[object]:
        return [(make.incoming(),) for _ in raws]


def try_to_read(channel: Channel, readers: FillsTheDisk) -> None:
    """As a job does that is woken once there is some room again."""
    disk("has room")
    incoming.receive_batch(channel, readers)  # type: ignore[arg-type]


@pytest.mark.row("S1-13")
def test_however_often_the_disk_is_full_a_good_delivery_is_never_given_up(mailbox: Channel) -> None:
    delivery = make.delivery(mailbox)

    for _ in range(2 * MOST_TRIES):
        with pytest.raises(OperationalError):
            try_to_read(mailbox, FillsTheDisk())
    try_to_read(mailbox, Reads())

    delivery.refresh_from_db()
    assert (delivery.state, Message.objects.count()) == ("parsed", 1)


def test_a_try_is_given_back_as_soon_as_the_database_lets_us(mailbox: Channel) -> None:
    delivery = make.delivery(mailbox)
    with pytest.raises(OperationalError):
        try_to_read(mailbox, FillsTheDisk())
    delivery.refresh_from_db()
    assert delivery.tries == 1

    try_to_read(mailbox, Reads())

    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("parsed", 1)
    assert not OWED[mailbox.pk]


def test_what_is_stored_one_by_one_keeps_its_tries_too(mailbox: Channel) -> None:
    for _ in range(3):
        make.delivery(mailbox)

    # The database refuses the batch for the first of it, and is full when each comes alone.
    with pytest.raises(OperationalError):
        try_to_read(mailbox, FillsTheDisk(text="een\x00teken"))
    try_to_read(mailbox, Reads())

    rows = Delivery.objects.order_by("pk").values_list("state", "tries")
    assert list(rows) == [("failed", 1), ("parsed", 1), ("parsed", 1)]

"""Fills the installation of GEHOOR_HOME for the journey of a restore; started by that journey.

Arguments: the ports of the mail servers and the password of the one colleague.
"""

import sys
from datetime import timedelta

import django

django.setup()

# Models can be imported only once Django is set up, which the line above does.
from gehoor.channels import actions as channels  # noqa: E402
from gehoor.connectors.email.tests.peer import account_at  # noqa: E402
from gehoor.contracts.connector import Author  # noqa: E402
from gehoor.inbox.models import Reply  # noqa: E402
from gehoor.kit.clock import now  # noqa: E402
from gehoor.people import queries as people  # noqa: E402
from gehoor.people.policies import Role  # noqa: E402
from gehoor.testing import make  # noqa: E402


def main(imap_port: int, smtp_port: int, password: str) -> None:
    team = make.team(name="Webcare")
    user = make.user(
        Role.AGENT, Role.ADMINISTRATOR, teams=(team,), name="Ria de Groot",
        email="ria@gemeente.example",
    )  # fmt: skip
    user.set_password(password)
    user.save()
    account = account_at(imap_port=imap_port, smtp_port=smtp_port)
    channel = make.channel(
        name="Postbus", connector="email", team=team, settings=dict(account.settings)
    )
    channels.seal_credentials(channel, account.secrets)
    for name in ("Fatima", "Kees"):
        author = Author(f"{name.lower()}@voorbeeld.example", f"{name} Bakker")
        conversation = make.received(channel, subject=f"Vraag van {name}", author=author)
        reply = make.reply(conversation, by=people.actor_of(user), text=f"Beste {name}, dank u.")
        # Not due yet: on its way at the moment of the backup.
        Reply.objects.filter(pk=reply.pk).update(due_at=now() + timedelta(hours=1))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])

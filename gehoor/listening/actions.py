"""Everything that changes what we follow."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from gehoor.kit.portable import go_on_counting
from gehoor.listening.models import Hit, Watch


def set_watch(channel_id: int, *, words: str, minutes: int, colleagues: Iterable[int]) -> Watch:
    watch, _ = Watch.objects.update_or_create(
        channel_id=channel_id, defaults={"words": words, "minutes": minutes}
    )
    watch.colleagues.set(colleagues)
    return watch


def end_watch(channel_id: int) -> bool:
    """Stop watching; hits that were not told are forgotten. Tells whether there was a watch."""
    return bool(Watch.objects.filter(channel_id=channel_id).delete()[0])


def note_hits(watch: Watch, found: Mapping[int, str], *, now: datetime) -> None:
    """Remember in which messages (by number) which word was found; each once."""
    Hit.objects.bulk_create(
        [
            Hit(watch=watch, message_id=message, word=word, found_at=now)
            for message, word in found.items()
        ],
        ignore_conflicts=True,
    )


def mark_told(hits: Iterable[Hit], *, now: datetime) -> None:
    Hit.objects.filter(pk__in=[hit.pk for hit in hits]).update(told_at=now)


def note_try(watch: Watch, *, now: datetime) -> None:
    """Nobody could be mailed; the hits stay until somebody can."""
    Watch.objects.filter(pk=watch.pk).update(tried_at=now)


def add_watch_records(records: Sequence[Mapping[str, Any]]) -> None:
    """Make watches out of records of the open format. What was found before is not told again."""
    for record in records:
        watch = Watch.objects.create(
            pk=record["id"],
            channel_id=record["channel"],
            words=record["words"],
            minutes=record["minutes"],
        )
        watch.colleagues.set(record["colleagues"])
    go_on_counting(Watch)

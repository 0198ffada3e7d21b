"""Which posts stand around another: what it answers, and everything below it."""

from collections.abc import Mapping


def around_post(post: str, answers: Mapping[str, str]) -> set[str]:
    """Return the posts above and below one, by what each answers. Names come from strangers: a
    circle ends where it began."""
    above: set[str] = set()
    parent = answers.get(post, "")
    while parent and parent != post and parent not in above:
        above.add(parent)
        parent = answers.get(parent, "")
    below: dict[str, list[str]] = {}
    for name, answered in answers.items():
        below.setdefault(answered, []).append(name)
    found, waiting = set(), [post]
    while waiting:
        fresh = [name for name in below.get(waiting.pop(), ()) if name not in found]
        found.update(fresh)
        waiting += fresh
    return (above | found) - {post, ""}

"""One `gehoor run` per folder, and one program per port."""

import socket
from pathlib import Path

import pytest

from gehoor.project import doorway
from gehoor.project.doorway import PortIsTaken, open_doorway
from gehoor.project.lock import RunsAlready, held, running


def test_a_second_start_is_told_where_the_first_one_runs(tmp_path: Path) -> None:
    with held(tmp_path, address="http://localhost:8000") as lock:
        lock.tell({"web": 7})

        with (
            pytest.raises(RunsAlready, match=r"runs already.*http://localhost:8000"),
            held(tmp_path, address="http://localhost:9000"),
        ):
            pass
        assert running(tmp_path)["processes"] == {"web": 7}

    assert running(tmp_path) == {}


def test_a_lock_that_was_let_go_can_be_held_again(tmp_path: Path) -> None:
    for _ in range(2):
        with held(tmp_path, address="http://localhost:8000"):
            assert running(tmp_path)


def test_nobody_runs_in_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert running(tmp_path / "nowhere") == {}


def test_a_taken_port_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorway, "PATIENCE", 0.0)
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        port = stranger.getsockname()[1]

        with pytest.raises(PortIsTaken, match=rf"Port {port} .*--port or GEHOOR_PORT"):
            open_doorway("127.0.0.1", port)


def test_visitors_may_knock_as_soon_as_the_doorway_is_open() -> None:
    with open_doorway("127.0.0.1", 0) as opened, socket.socket() as visitor:
        visitor.settimeout(2)
        visitor.connect(opened.getsockname())

        assert opened.proto == socket.IPPROTO_TCP

"""What the surroundings of the program say, as settings."""

from pathlib import Path

from psycopg.conninfo import make_conninfo

from gehoor.project.environment import SAYS_WHEN_CUT, database

HOME = Path("gehoor")


def test_a_network_that_is_cut_is_noticed_within_half_a_minute() -> None:
    told = database("postgresql://app@db.example/gehoor", HOME)["OPTIONS"]

    silent = told["keepalives_idle"] + told["keepalives_interval"] * told["keepalives_count"]
    assert silent <= 30
    assert told["tcp_user_timeout"] <= 30_000
    assert "keepalives_idle=10" in make_conninfo("", **SAYS_WHEN_CUT)


def test_an_address_that_says_otherwise_decides() -> None:
    told = database("postgresql://app@db.example/gehoor?keepalives_idle=60", HOME)["OPTIONS"]

    assert told["keepalives_idle"] == "60"

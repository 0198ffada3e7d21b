"""The files for a server of one's own work as they stand: nginx before us, units for systemd."""

import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from gehoor.testing.installation import Installation, new_home
from gehoor.testing.nginx import DEPLOY, NAMES, Behind, Nginx, refuse_without_nginx

pytestmark = pytest.mark.processes

UNITS = sorted((DEPLOY / "systemd").glob("*.*"))
YEAR = 31_536_000


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    refuse_without_nginx()
    gehoor = Installation(
        new_home(),
        settings={
            "BASE_URL": f"https://{NAMES[0]}",
            "UNTRUSTED_URL": f"https://{NAMES[1]}",
            "FORWARDED_ALLOW_IPS": "127.0.0.1",
        },
    )
    gehoor.start()
    try:
        with Nginx(tmp_path_factory.mktemp("nginx"), [gehoor.port]) as running:
            yield running
    finally:
        gehoor.remove()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/login/", NAMES[0]),
        ("/nothing-here/", NAMES[0]),
        ("/live", NAMES[0]),
        ("/hooks/unknown", NAMES[0]),
        ("/.well-known/security.txt", NAMES[0]),
        ("/nothing-here/", NAMES[1]),
    ],
)
def test_every_answer_is_locked_for_browsers(behind: Behind, path: str, name: str) -> None:
    answer = behind.get(path, name=name)

    age = re.search(r"max-age=(\d+)", answer.headers["strict-transport-security"])
    assert age
    assert int(age[1]) >= YEAR
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["server"] == "nginx", "no version"
    for header in ("strict-transport-security", "x-content-type-options"):
        assert len(answer.headers.get_list(header)) == 1, "said twice is said badly"


def test_a_page_has_every_lock_that_the_standards_ask(behind: Behind) -> None:
    headers = behind.get("/login/").headers

    policy = headers["content-security-policy"]
    for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action", "base-uri 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "same-origin"
    cookie = headers["set-cookie"]
    assert "Secure" in cookie
    assert "SameSite=Lax" in cookie


def test_what_comes_in_the_open_is_sent_to_https(behind: Behind) -> None:
    answer = httpx.get(
        f"http://127.0.0.1:{behind.open_port}/inbox/", headers={"host": NAMES[0]}, trust_env=False
    )

    assert answer.status_code == 301
    assert answer.headers["location"] == f"https://{NAMES[0]}/inbox/"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_old_encryption_is_refused(behind: Behind, version: ssl.TLSVersion) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = version
    old.set_ciphers("ALL:@SECLEVEL=0")

    with (
        socket.create_connection(("127.0.0.1", behind.tls_port)) as door,
        pytest.raises((ssl.SSLError, ConnectionError)),
    ):
        old.wrap_socket(door)


def test_another_host_name_is_refused(behind: Behind) -> None:
    answer = behind.get("/login/", name="evil.example")

    assert answer.status_code == 400
    assert "evil.example" not in answer.text


def test_a_visitor_cannot_say_to_be_somebody_else_or_to_have_come_by_https(behind: Behind) -> None:
    answer = behind.get("/login/", **{"x-forwarded-proto": "http", "x-forwarded-for": "10.0.0.1"})

    assert answer.status_code == 200
    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("path", ["/metrics", "/health/live", "/health/ready"])
def test_figures_and_health_are_not_told_to_the_world(behind: Behind, path: str) -> None:
    answer = behind.get(path)

    assert answer.status_code == 404
    assert "gehoor" not in answer.text


@pytest.mark.parametrize(
    "path", ["/login/", "/login/passkey/", "/login/provider/", "/login/forgotten/"]
)
def test_many_attempts_to_log_in_from_one_address_are_slowed_down(
    behind: Behind, path: str
) -> None:
    told = {behind.get(path).status_code for _ in range(40)}

    assert 429 in told


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_our_units(unit: Path, tmp_path: Path) -> None:
    analyse = shutil.which("systemd-analyze")
    if not analyse:
        pytest.skip("There is no systemd here.")
    for each in UNITS:
        text = each.read_text().replace("/opt/gehoor/bin/gehoor", "/bin/true")
        (tmp_path / each.name).write_text(text)
    name = unit.name.replace("@.", "@8000.")

    found = subprocess.run(
        [analyse, "verify", "--man=no", "--recursive-errors=no", tmp_path / name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    ours = [line for line in found.stderr.splitlines() if str(tmp_path) in line or name in line]
    assert ours == []


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".service"], ids=str)
def test_a_unit_may_write_nothing_but_its_own_folder(unit: Path) -> None:
    text = unit.read_text()

    for lock in ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
                 "CapabilityBoundingSet=\n", "StateDirectory=gehoor\n"):  # fmt: skip
        assert lock in text
    assert "User=gehoor" in text

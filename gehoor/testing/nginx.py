"""Stands nginx before web processes of ours, by the reference configuration in `deploy`."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from gehoor.testing.installation import ROOT
from gehoor.testing.ports import free_port
from gehoor.testing.processes import wait_until

DEPLOY = ROOT / "deploy"
NAMES = ("webcare.gemeente.example", "webcare-inhoud.gemeente.example")
PATIENCE = 60.0


def refuse_without_nginx() -> None:
    if not shutil.which("nginx"):
        if os.environ.get("CI"):
            pytest.fail("There is no nginx; apt install nginx-light.")
        pytest.skip("There is no nginx; apt install nginx-light.")


@dataclass
class Behind:
    """A Gehoor behind nginx, as the reference configuration has it."""

    open_port: int
    tls_port: int
    trusted: ssl.SSLContext

    def get(self, path: str, *, name: str = NAMES[0], **headers: str) -> httpx.Response:
        return self.ask("GET", path, name=name, headers=headers)

    def ask(
        self,
        method: str,
        path: str,
        *,
        name: str = NAMES[0],
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> httpx.Response:
        with httpx.Client(verify=self.trusted, trust_env=False, timeout=PATIENCE) as client:
            request = client.build_request(
                method,
                f"https://127.0.0.1:{self.tls_port}{path}",
                headers={"host": name, **headers},
                content=body,
                # Whoever sends a false name in the request still asks for one that exists.
                extensions={"sni_hostname": name if name in NAMES else NAMES[0]},
            )
            return client.send(request)


@dataclass
class Nginx:
    """nginx with the reference configuration: only its ports and places are ours."""

    folder: Path
    ports: Sequence[int]
    """of the web processes it stands before"""

    def __enter__(self) -> Behind:
        found = Behind(free_port(), free_port(), certificate(self.folder))
        (self.folder / "security.txt").write_text("Contact: mailto:security@gemeente.example\n")
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/error.log;\n"
            f"worker_processes 1; events {{ worker_connections 512; }}\n"
            f"http {{ access_log off; {places(self.folder)}\n{self.configured(found)} }}\n"
        )
        command = ["nginx", "-e", "stderr", "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_until(lambda: self.answers(found.tls_port), seconds=30, what="nginx answers")
        return found

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=20)

    def configured(self, found: Behind) -> str:
        text = (DEPLOY / "nginx" / "gehoor.conf").read_text()
        text = text.replace("/etc/nginx/gehoor/", f"{self.folder}/")
        [line] = re.findall(r"^ +server 127\.0\.0\.1:8000.*;\n", text, re.MULTILINE)
        text = text.replace(line, "".join(line.replace("8000", str(each)) for each in self.ports))
        # Loopback only, and ports that need no root; also where there is no IPv6.
        text = re.sub(r"^ +listen \[::\].*\n", "", text, flags=re.MULTILINE)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{found.open_port};")
        return text.replace("listen 443 ", f"listen 127.0.0.1:{found.tls_port} ")

    def answers(self, port: int) -> bool:
        if self.process.poll() is not None:
            pytest.fail(f"nginx does not start: {self.process.communicate()[1]}")
        with socket.socket() as door:
            return door.connect_ex(("127.0.0.1", port)) == 0


def places(folder: Path) -> str:
    """Keep what nginx writes meanwhile below our own folder."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate for both names; return what trusts it, and nothing else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAMES[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in NAMES]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(private)
    return ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

"""Runs the certified OpenID Connect provider that stands under tests/provider, on loopback."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parents[2] / "tests" / "provider"
MISSING = "No certified provider: run `npm ci --ignore-scripts --prefix tests/provider`."


def program() -> str:
    """Return Node, when the provider can run; skip the test loudly, or fail it in CI."""
    node = shutil.which("node")
    if node and (HERE / "node_modules" / "oidc-provider").is_dir():
        return node
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


@contextmanager
def certified(
    *, port: int, clients: list[dict[str, Any]], people: dict[str, dict[str, Any]]
) -> Iterator[str]:
    """Run the provider for the block; gives its name (issuer)."""
    process = subprocess.Popen(
        [program(), "provider.mjs"],
        cwd=HERE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"port": port, "clients": clients, "people": people}))
        process.stdin.close()
        ready = process.stdout.readline()
        assert ready.startswith("READY "), "The provider did not start."
        yield ready.removeprefix("READY ").strip()
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout:
            process.stdout.close()

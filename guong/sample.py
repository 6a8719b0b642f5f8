"""The sample world as sources of an installation: the portals keep their ports, so a later run finds the same pages."""

import json
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from domain.errors import StoreProblem
from domain.unit_index import load_units
from samples.portals import PORTALS, SampleSource
from samples.server import World, serve

PROVINCE: Final = "tỉnh Lào Cai"
_PORTS: Final = "sample-ports.json"
_PATIENCE_SECONDS: Final = 8.0


@contextmanager
def sample_world(data: Path) -> Iterator[World]:
    """Serve the sample portals on the ports this data folder knows, and describe them in its sources folder."""
    ports = _load_ports(data)
    _wait_until_free(ports.values())
    with serve(PORTALS, ports=ports) as world:
        (data / "sources" / "sample.toml").write_text(
            "".join(_toml(source) for source in world.sources()), encoding="utf-8"
        )
        yield world


def _load_ports(data: Path) -> Mapping[str, int]:
    path = data / _PORTS
    known: dict[str, int] = {}
    if path.is_file():
        try:
            known = {str(key): int(port) for key, port in json.loads(path.read_text(encoding="utf-8")).items()}
        except (ValueError, AttributeError) as error:
            raise StoreProblem(f"{path}: tệp hỏng", remedy="xoá tệp này rồi chạy lại") from error
    added = [portal.key for portal in PORTALS if portal.key not in known]  # all of them, or those of a newer version
    ports = known | _free_ports(added)
    if added:
        path.write_text(json.dumps(ports) + "\n", encoding="utf-8")
    return ports


def _wait_until_free(ports: Iterable[int]) -> None:
    """Give a server that is just stopping the seconds it needs; a port still taken then is reported by `serve`."""
    patience = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < patience and not all(map(_is_free, ports)):
        time.sleep(0.2)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_ports(keys: list[str]) -> dict[str, int]:
    """Return a free loopback port for each key; all are held open together so that no two are the same."""
    probes = [socket.socket() for _ in keys]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return {key: int(probe.getsockname()[1]) for key, probe in zip(keys, probes, strict=True)}
    finally:
        for probe in probes:
            probe.close()


def _toml(source: SampleSource) -> str:
    lines = [
        "[[source]]",
        f"name = {json.dumps(source.key)}",
        f"title = {json.dumps(source.name, ensure_ascii=False)}",
        f"start = {json.dumps(list(source.lists))}",
        f"feeds = {json.dumps(list(source.feeds))}",
        f"sitemaps = {json.dumps(list(source.sitemaps))}",
        f"unit = {json.dumps(_province_code(source.province))}",
        f"kind = {json.dumps('newspaper' if source.family.startswith(('newspaper', 'paper')) else 'portal')}",
        f"family = {json.dumps(source.family)}",
        "delay_seconds = 0.0",
        "allow_loopback = true",
        "verified = true",
        "",
        "",
    ]
    return "\n".join(lines)


def _province_code(name: str) -> str:
    found = load_units().named(name, "province", datetime.now(UTC).date())
    return found[0].code if found else ""

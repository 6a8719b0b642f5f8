"""The sample world of an installation: its portals keep their ports."""

import json
from pathlib import Path

from guong.sample import sample_world
from samples.portals import PORTALS


def ports_of(data: Path) -> dict[str, str]:
    with sample_world(data) as world:
        return {source.key: source.base_url for source in world.sources()}


def test_portals_keep_their_ports_and_those_of_a_newer_version_get_theirs(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    first = ports_of(tmp_path)
    assert first.keys() == {portal.key for portal in PORTALS}
    kept = tmp_path / "sample-ports.json"
    older = {key: port for key, port in json.loads(kept.read_text()).items() if key in ("tandan", "nukeviet")}
    kept.write_text(json.dumps(older))
    second, third = ports_of(tmp_path), ports_of(tmp_path)
    assert {key: second[key] for key in older} == {key: first[key] for key in older}
    assert second == third

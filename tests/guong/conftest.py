"""One installation fed from the sample world, made once a module and used by several tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guong.cli import main
from guong.installation import Installation, create_installation
from guong.sample import PROVINCE, sample_world
from samples.server import World

Guong = Callable[..., Result]


@dataclass(frozen=True)
class SampleBoard:
    """An installation whose sources are the sample portals, while they are served."""

    data: Path
    installation: Installation
    world: World


@pytest.fixture(scope="session")
def guong() -> Guong:
    """Run a command in this process: guong("week", "--data", folder)."""

    def run(*arguments: str | Path, input: bytes | str | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)

    return run


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleBoard]:
    data = tmp_path_factory.mktemp("board")
    installation = create_installation(data, PROVINCE)
    with sample_world(data) as world:
        yield SampleBoard(data, installation, world)

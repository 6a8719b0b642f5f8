"""Every code that can reach the screen has a Vietnamese name there."""

from typing import get_args

import pytest

from domain.extraction import CaseKind, PageKind, Stage
from registry.decisions import Action
from registry.queue import QueueState, Scope
from registry.runs import RunState
from registry.search import HitKind
from review_app import labels

TABLES = [
    (CaseKind, labels.KINDS),
    (Stage, labels.STAGES),
    (PageKind, labels.PAGE_KINDS),
    (QueueState, labels.STATES),
    (Action, labels.ACTIONS),
    (RunState, labels.RUN_STATES),
    (HitKind, labels.HIT_KINDS),
    (Scope, labels.SCOPES),
]


@pytest.mark.parametrize(("codes", "table"), TABLES)
def test_every_code_has_a_label(codes: object, table: dict[str, str]) -> None:
    assert set(get_args(codes)) == table.keys()

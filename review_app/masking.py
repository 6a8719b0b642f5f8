"""Names of children: shown to those who decide about them, initials to everybody else."""

from domain.actors import Actor


def may_see_minors(actor: Actor) -> bool:
    """Return whether the actor needs children's names for the work."""
    return actor.has("reviewer", "secretary")


def initials(name: str) -> str:
    """Return "Nguyễn Văn An" as "N.V.A."."""
    return "".join(f"{word[0].upper()}." for word in name.split())

"""Who acts: the one record the review app and the command line pass to the registry."""

from dataclasses import dataclass
from typing import Final, Literal

ActorRole = Literal["reviewer", "secretary", "researcher", "officer"]

# What each role is called on the screen. A reviewer decides; a secretary mends and erases; a researcher reads;
# an officer runs the machine.
ROLES: Final[dict[ActorRole, str]] = {
    "reviewer": "người thẩm định",
    "secretary": "thư ký hội đồng",
    "researcher": "người nghiên cứu",
    "officer": "cán bộ kỹ thuật",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a scheduled job; `id` is stable, `name` is what others are shown."""

    id: str
    name: str
    roles: frozenset[ActorRole]

    def __post_init__(self) -> None:
        unknown = self.roles - ROLES.keys()
        if not self.id or unknown:
            raise ValueError(f"actor needs an id and known roles, got {self.id!r} with {sorted(unknown)}")

    def has(self, *roles: ActorRole) -> bool:
        """Return whether the actor holds at least one of `roles`."""
        return not self.roles.isdisjoint(roles)

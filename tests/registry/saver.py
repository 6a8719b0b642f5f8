"""Saves articles until it is killed; run by the test of whole articles."""

import sys
from pathlib import Path

from conftest import Desk  # type: ignore[import-not-found]  # it lies beside this script

from registry.store import open_store


def main() -> None:
    desk = Desk(open_store(Path(sys.argv[1])))
    begun = desk.store.value("SELECT count(*) FROM articles")
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    for at in range(begun, 100_000):
        names = [f"Nguyễn Văn Số {at} {part}" for part in ("Một", "Hai", "Ba")]
        text = f"Bài {at}\n" + " ".join(f"{name} được tặng Bằng khen." for name in names)
        documents = (desk.reference(f"{at}/KH-UBND"), desk.reference(f"{at}/QĐ-UBND"))
        desk.save(text, *names, url=f"https://example.vn/{at}", documents=documents)


if __name__ == "__main__":
    main()

"""The scripts that install what reads scans: they say what to do where they cannot do it, and fail only under CI."""

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "tools" / "install-ocr.sh"
SHELL = shutil.which("sh") or "/bin/sh"


def run(folder: Path, programs: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script where nothing is installed but `programs`, small shell scripts, and grep."""
    for name, script in {**programs, "grep": f'exec {shutil.which("grep")} "$@"'}.items():
        path = folder / name
        path.write_text(f"#!{SHELL}\n{script}\n")
        path.chmod(0o755)
    return subprocess.run(
        [SHELL, str(SCRIPT)], env={"PATH": str(folder), **environment}, capture_output=True, text=True, check=False
    )


def test_nothing_is_done_where_tesseract_reads_vietnamese(tmp_path: Path) -> None:
    done = run(tmp_path, {"tesseract": "echo vie", "apt-get": "exit 9"}, CI="true")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(("ci", "code"), [({}, 0), ({"CI": "true"}, 1)])
def test_without_rights_it_says_what_to_install_and_fails_only_under_ci(
    tmp_path: Path, ci: dict[str, str], code: int
) -> None:
    done = run(tmp_path, {"tesseract": "echo eng", "apt-get": "exit 9", "id": "echo 1000"}, **ci)
    assert done.returncode == code
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in done.stderr


def test_on_another_system_it_names_the_package_manager(tmp_path: Path) -> None:
    assert "package manager" in run(tmp_path, {}).stderr


def test_an_administrator_gets_it_installed(tmp_path: Path) -> None:
    installer = f"case \"$*\" in *tesseract-ocr-vie*) printf '#!{SHELL}\\necho vie\\n' > {tmp_path}/tesseract;"
    installer += f" {shutil.which('chmod')} +x {tmp_path}/tesseract;; esac"
    done = run(tmp_path, {"apt-get": installer, "id": "echo 0"}, CI="true")
    assert (done.returncode, done.stderr) == (0, "")

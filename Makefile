# What a fresh machine needs is installed by these targets: Python >= 3.11, make and the system package manager suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= guong-data
PORT ?= 8765

.PHONY: install ocr run demo test check gates bench train clean

$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Gương needs Python 3.11 or newer; set PYTHON=/path/to/python3.11") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[samples]"
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[samples,test,check]"
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[samples,test,check,bench]"
	touch $@

install: $(VENV)/.installed

ocr:
	sh tools/install-ocr.sh

run: install
	$(BIN)/guong demo --data $(DATA) --port $(PORT)

demo: install
	$(BIN)/guong demo --data $(DATA) --no-serve

test: $(VENV)/.installed-test
	sh tools/install-browser.sh
	sh tools/install-ocr.sh
	PYTHONHASHSEED=0 $(BIN)/python -m pytest -n auto --dist loadfile  # one seed: all workers must name tests alike

check: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py

gates: $(VENV)/.installed-test
	$(BIN)/python -m benchmarks.gate

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.ocr
	$(BIN)/python -m benchmarks.copies
	$(BIN)/python -m benchmarks.crash --kills 20
	$(BIN)/python -m benchmarks.crawl
	$(BIN)/python -m benchmarks.long_queue

train: $(VENV)/.installed
	$(BIN)/guong train

clean:
	rm -rf $(VENV) $(DATA)

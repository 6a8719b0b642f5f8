"""The tables of the registry, as migrations that only ever move forward."""

from typing import Final

from sqlite_utils import Database, Migrations

from registry.shingles import fingerprints
from registry.terms import move_to_their_terms

APPLICATION_ID: Final = 0x47524E47  # "GRNG": lets us tell our file from any other SQLite file

migrations: Final = Migrations("registry")
# Every migration this version of the code knows; a file with any other was made by a newer version.
KNOWN_MIGRATIONS: Final = frozenset(
    {"create_registry", "unify_party_terms", "keep_health", "know_attached_files", "link_copies"}
)

_UNITS: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE units (
    key TEXT PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL,
    kind TEXT NOT NULL, level TEXT NOT NULL, parent_key TEXT, province_key TEXT,
    valid_from TEXT, valid_to TEXT, name_folded TEXT NOT NULL, short_folded TEXT NOT NULL
) STRICT;
CREATE INDEX units_name ON units(name_folded);
CREATE INDEX units_short ON units(short_folded);
CREATE INDEX units_province ON units(province_key, level);
CREATE TABLE unit_successors (
    unit_key TEXT NOT NULL, successor_key TEXT NOT NULL, PRIMARY KEY (unit_key, successor_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_predecessors ON unit_successors(successor_key);
CREATE TABLE sources (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, unit_key TEXT, kind TEXT NOT NULL, url TEXT NOT NULL
) STRICT;
"""

_ARTICLES: Final = """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, url TEXT, source TEXT NOT NULL, published TEXT,
    province_key TEXT, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
    current_version_id INTEGER REFERENCES article_versions(id) DEFERRABLE INITIALLY DEFERRED,
    copy_of INTEGER REFERENCES articles(id)
) STRICT;
CREATE INDEX articles_copies ON articles(copy_of);
CREATE INDEX articles_published ON articles(published);
CREATE INDEX articles_current ON articles(current_version_id);
CREATE TABLE article_versions (
    id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles(id), n INTEGER NOT NULL,
    text_sha256 TEXT NOT NULL, body_sha256 TEXT, page_sha256 TEXT NOT NULL,
    title TEXT, lead TEXT, author TEXT, published TEXT, text TEXT NOT NULL, body_start INTEGER NOT NULL,
    family TEXT NOT NULL, saved_at TEXT NOT NULL, erased_at TEXT,
    UNIQUE (article_id, text_sha256), UNIQUE (article_id, n)
) STRICT;
CREATE INDEX article_versions_body ON article_versions(body_sha256);
CREATE TRIGGER article_versions_immutable BEFORE UPDATE ON article_versions
WHEN NEW.erased_at IS NULL OR NEW.id <> OLD.id OR NEW.article_id <> OLD.article_id
BEGIN SELECT RAISE(ABORT, 'article_versions: immutable'); END;
CREATE TRIGGER article_versions_kept BEFORE DELETE ON article_versions
BEGIN SELECT RAISE(ABORT, 'article_versions: never deleted'); END;
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY, article_id INTEGER NOT NULL REFERENCES articles(id), url TEXT NOT NULL,
    name TEXT NOT NULL, media_type TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT, UNIQUE (article_id, url)
) STRICT;
CREATE TABLE readings (
    version_id INTEGER PRIMARY KEY REFERENCES article_versions(id), sha256 TEXT NOT NULL,
    page_kind TEXT NOT NULL, relevance REAL NOT NULL, hijack_suspected INTEGER NOT NULL,
    hijack_score REAL NOT NULL, warnings TEXT NOT NULL, body BLOB, read_at TEXT NOT NULL
) STRICT;
CREATE TABLE date_mentions (
    id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL REFERENCES article_versions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, value TEXT, kind TEXT NOT NULL,
    inferred INTEGER NOT NULL
) STRICT;
CREATE INDEX date_mentions_version ON date_mentions(version_id);
CREATE TABLE unit_mentions (
    id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL REFERENCES article_versions(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    code TEXT, unit_key TEXT, inferred INTEGER NOT NULL
) STRICT;
CREATE INDEX unit_mentions_version ON unit_mentions(version_id);
CREATE INDEX unit_mentions_unit ON unit_mentions(unit_key);
"""

_PLANS: Final = """
CREATE TABLE plans (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, symbol TEXT, number TEXT NOT NULL, type TEXT, year TEXT,
    issuer TEXT, issuer_key TEXT NOT NULL, date TEXT, period TEXT, subject TEXT, province_key TEXT,
    symbol_folded TEXT NOT NULL, restored INTEGER NOT NULL DEFAULT 0, first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX plans_number ON plans(number);
CREATE INDEX plans_symbol ON plans(symbol_folded);
CREATE TABLE document_references (
    id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL REFERENCES article_versions(id),
    plan_id INTEGER REFERENCES plans(id), start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL,
    symbol TEXT, family TEXT NOT NULL, type TEXT, number TEXT, year INTEGER, date TEXT, period TEXT, issuer TEXT,
    role TEXT NOT NULL CHECK (role IN ('issued', 'cited')), subject TEXT, restored INTEGER NOT NULL,
    confidence REAL NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE INDEX document_references_version ON document_references(version_id);
CREATE INDEX document_references_plan ON document_references(plan_id);
"""

_CANDIDATES: Final = """
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY, week TEXT NOT NULL UNIQUE, opened_on TEXT NOT NULL, opened_at TEXT NOT NULL
) STRICT;
CREATE TABLE candidates (
    id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL,
    name_folded TEXT NOT NULL, words TEXT NOT NULL, unit_text TEXT, unit_key TEXT, province_key TEXT, field TEXT,
    stage TEXT NOT NULL, minor INTEGER NOT NULL, score REAL NOT NULL, published TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'postponed', 'decided', 'withdrawn', 'erased')),
    version INTEGER NOT NULL DEFAULT 1, session_id INTEGER REFERENCES sessions(id),
    claimed_by TEXT, claimed_name TEXT, claimed_until TEXT, postponed_until TEXT,
    first_seen TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX candidates_queue ON candidates(state, score DESC, published DESC, id);
CREATE INDEX candidates_name ON candidates(name_folded);
CREATE INDEX candidates_unit ON candidates(unit_key);
CREATE TABLE sightings (
    id INTEGER PRIMARY KEY, candidate_id INTEGER NOT NULL REFERENCES candidates(id),
    version_id INTEGER NOT NULL REFERENCES article_versions(id), position INTEGER NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, score REAL NOT NULL, stage TEXT NOT NULL, unit_text TEXT, field TEXT,
    minor INTEGER NOT NULL, deeds TEXT NOT NULL, awards TEXT NOT NULL, benefits TEXT NOT NULL, by TEXT NOT NULL,
    seen_at TEXT NOT NULL, superseded_at TEXT
) STRICT;
CREATE INDEX sightings_candidate ON sightings(candidate_id);
CREATE INDEX sightings_version ON sightings(version_id);
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY, sighting_id INTEGER NOT NULL REFERENCES sightings(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, cue TEXT NOT NULL,
    text_sha256 TEXT NOT NULL, page_sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_sighting ON evidence(sighting_id);
CREATE TABLE suppressed (digest TEXT PRIMARY KEY, at TEXT NOT NULL, actor_id TEXT NOT NULL) STRICT;
"""

_DECISIONS: Final = """
CREATE TABLE reasons (
    code TEXT PRIMARY KEY, action TEXT NOT NULL CHECK (action IN ('reject', 'postpone')), label TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, candidate_id INTEGER NOT NULL REFERENCES candidates(id),
    action TEXT NOT NULL CHECK (action IN ('confirm', 'reject', 'postpone', 'undo')),
    actor_id TEXT NOT NULL, actor_role TEXT NOT NULL, at TEXT NOT NULL, reason TEXT REFERENCES reasons(code),
    postponed_until TEXT, undoes INTEGER UNIQUE REFERENCES decisions(id),
    version_id INTEGER REFERENCES article_versions(id), text_sha256 TEXT, page_sha256 TEXT, model_version TEXT,
    session_id INTEGER REFERENCES sessions(id), seconds REAL,
    detail_digest TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
    CHECK ((action = 'undo') = (undoes IS NOT NULL)),
    CHECK ((action = 'postpone') = (postponed_until IS NOT NULL)),
    CHECK ((action IN ('reject', 'postpone')) = (reason IS NOT NULL)),
    CHECK (action <> 'confirm' OR actor_role = 'reviewer')
) STRICT;
CREATE INDEX decisions_candidate ON decisions(candidate_id);
CREATE INDEX decisions_actor ON decisions(actor_id, id);
CREATE TABLE decision_details (
    decision_id INTEGER PRIMARY KEY REFERENCES decisions(id), salt TEXT, body TEXT, erased_at TEXT,
    CHECK ((erased_at IS NULL) = (body IS NOT NULL AND salt IS NOT NULL))
) STRICT;
CREATE TRIGGER decision_details_kept BEFORE DELETE ON decision_details
BEGIN SELECT RAISE(ABORT, 'decision_details: never deleted'); END;
CREATE TRIGGER decision_details_immutable BEFORE UPDATE ON decision_details
WHEN NEW.erased_at IS NULL OR NEW.decision_id <> OLD.decision_id
BEGIN SELECT RAISE(ABORT, 'decision_details: only erased'); END;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, candidate_id INTEGER NOT NULL UNIQUE REFERENCES candidates(id),
    decision_id INTEGER NOT NULL REFERENCES decisions(id),
    status TEXT NOT NULL CHECK (status IN ('listed', 'removed')), created_at TEXT NOT NULL, updated_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER entries_need_confirm BEFORE INSERT ON entries
WHEN NOT EXISTS (SELECT 1 FROM decisions WHERE id = NEW.decision_id AND candidate_id = NEW.candidate_id
                 AND action = 'confirm')
BEGIN SELECT RAISE(ABORT, 'entries: a confirm decision is needed'); END;
CREATE TRIGGER entries_listed_need_confirm BEFORE UPDATE ON entries
WHEN NEW.candidate_id <> OLD.candidate_id OR (NEW.status = 'listed' AND NOT EXISTS (
    SELECT 1 FROM decisions AS d WHERE d.id = NEW.decision_id AND d.candidate_id = NEW.candidate_id
    AND d.action = 'confirm' AND NOT EXISTS (SELECT 1 FROM decisions AS u WHERE u.undoes = d.id)))
BEGIN SELECT RAISE(ABORT, 'entries: a confirm decision is needed'); END;
CREATE TRIGGER entries_kept BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries: never deleted'); END;
CREATE TABLE entry_history (
    id INTEGER PRIMARY KEY, entry_id INTEGER NOT NULL REFERENCES entries(id), status TEXT NOT NULL,
    decision_id INTEGER NOT NULL REFERENCES decisions(id), at TEXT NOT NULL
) STRICT;
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor_id TEXT NOT NULL, action TEXT NOT NULL, subject TEXT NOT NULL,
    detail TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL UNIQUE
) STRICT;
"""

_RUNS: Final = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped', 'failed')), summary TEXT NOT NULL
) STRICT;
CREATE TABLE page_states (
    url TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id), source TEXT NOT NULL, state TEXT NOT NULL,
    detail TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (url, run_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_states_run ON page_states(run_id, state);
CREATE INDEX page_states_source ON page_states(source, state);
"""

_HEALTH: Final = """
CREATE TABLE harvests (
    id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES runs(id), source TEXT NOT NULL, at TEXT NOT NULL,
    since TEXT, found INTEGER NOT NULL, saved INTEGER NOT NULL, dated INTEGER NOT NULL, newest TEXT,
    known INTEGER NOT NULL, expected REAL, week_found INTEGER, states TEXT NOT NULL, entries TEXT NOT NULL,
    UNIQUE (run_id, source)
) STRICT;
CREATE INDEX harvests_source ON harvests(source, at);
CREATE TABLE findings (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL, since TEXT NOT NULL,
    what TEXT NOT NULL, todo TEXT NOT NULL, opened_at TEXT NOT NULL, seen_at TEXT NOT NULL, told_week TEXT,
    closed_at TEXT, closed_week TEXT
) STRICT;
CREATE UNIQUE INDEX findings_open ON findings(source, kind) WHERE closed_at IS NULL;
CREATE TABLE digests (
    week TEXT PRIMARY KEY, at TEXT NOT NULL, run_id INTEGER NOT NULL REFERENCES runs(id), body TEXT NOT NULL
) STRICT;
"""

# Rows arrive already folded (domain.text.fold: đ as d, marks removed), so FTS5 has nothing to guess.
_SEARCH: Final = """
CREATE VIRTUAL TABLE article_fts USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE attachment_fts USING fts5(body, content='', tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE plan_fts USING fts5(body, tokenize='unicode61 remove_diacritics 2');
"""

# Which articles share a passage: a fingerprint of `registry.shingles` and the articles whose present text has it.
_COPIES: Final = """
ALTER TABLE articles ADD COLUMN copy_group INTEGER REFERENCES articles(id);
CREATE INDEX articles_copy_group ON articles(copy_group);
CREATE TABLE article_prints (
    print INTEGER NOT NULL, article_id INTEGER NOT NULL REFERENCES articles(id), PRIMARY KEY (print, article_id)
) STRICT, WITHOUT ROWID;
UPDATE articles SET copy_group = coalesce(copy_of, id)
WHERE copy_of IS NOT NULL OR id IN (SELECT copy_of FROM articles);
"""

# Append-only tables; an id out of order is refused so that INSERT OR REPLACE cannot rewrite a row either.
_APPEND_ONLY: Final = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
CREATE TRIGGER {table}_in_order BEFORE INSERT ON {table}
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM {table})
BEGIN SELECT RAISE(ABORT, '{table}: append-only'); END;
"""

# Codes are stored, labels only shown, so that rewording one changes no statistics.
_REASONS: Final = (
    ("not_exemplary", "reject", "Chỉ được nhắc tên, không phải điển hình"),
    ("official", "reject", "Cán bộ phát biểu, chủ trì hoặc trao thưởng"),
    ("author", "reject", "Tác giả, người chụp ảnh hoặc nguồn tin"),
    ("beneficiary", "reject", "Người được giúp đỡ hoặc nạn nhân"),
    ("wrong_name", "reject", "Không phải tên người hoặc sai tên"),
    ("duplicate", "reject", "Trùng với trường hợp đã có"),
    ("other_place", "reject", "Không thuộc địa bàn"),
    ("weak_evidence", "reject", "Thành tích chưa rõ, thiếu chứng cứ"),
    ("advertising", "reject", "Bài quảng cáo hoặc trang bị chèn nội dung lạ"),
    ("other", "reject", "Lý do khác (ghi rõ ở ghi chú)"),
    ("unsure", "postpone", "Chưa chắc chắn, cần xem lại"),
    ("ask_unit", "postpone", "Đang hỏi đơn vị, địa phương"),
    ("more_news", "postpone", "Chờ thêm bài viết hoặc quyết định khen thưởng"),
    ("postpone_other", "postpone", "Lý do khác (ghi rõ ở ghi chú)"),
)


@migrations()
def create_registry(db: Database) -> None:
    """Create every table of the first version."""
    for part in (_UNITS, _ARTICLES, _PLANS, _CANDIDATES, _DECISIONS, _RUNS, _SEARCH):
        db.executescript(part)
    for table in ("decisions", "audit_log", "entry_history"):
        db.executescript(_APPEND_ONLY.format(table=table))
    for position, (code, action, label) in enumerate(_REASONS):
        db.execute("INSERT INTO reasons VALUES (?, ?, ?, ?)", (code, action, label, position))
    db.execute("INSERT INTO meta VALUES ('suppression_key', lower(hex(randomblob(32))))")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@migrations()
def unify_party_terms(db: Database) -> None:
    """Move Party documents of the days between two congresses to the term they belong to."""
    move_to_their_terms(db)


@migrations()
def keep_health(db: Database) -> None:
    """Remember what each run saw of each source, what is wrong with it, and the weekly digest."""
    db.executescript(_HEALTH)


# Files read by an older version: what it left without text is told apart by kind, so that it is read again.
_ATTACHED_FILES: Final = """
ALTER TABLE attachments ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE attachments ADD COLUMN page_starts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE attachments ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';
ALTER TABLE attachments ADD COLUMN note TEXT NOT NULL DEFAULT '';
UPDATE attachments SET state = CASE
    WHEN text IS NOT NULL THEN 'read'
    WHEN sha256 = '' THEN 'waiting'
    WHEN media_type = 'application/pdf' THEN 'needs_ocr'
    WHEN media_type = 'application/x-ole-storage' THEN 'needs_office'
    ELSE 'unsupported' END;
CREATE INDEX attachments_state ON attachments(state);
CREATE INDEX attachments_sha256 ON attachments(sha256);
CREATE TABLE attachment_references (
    attachment_id INTEGER PRIMARY KEY REFERENCES attachments(id), plan_id INTEGER NOT NULL REFERENCES plans(id),
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, page INTEGER, symbol TEXT NOT NULL, type TEXT, date TEXT,
    period TEXT, issuer TEXT, subject TEXT, restored INTEGER NOT NULL, confidence REAL NOT NULL, by TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_references_plan ON attachment_references(plan_id);
"""


@migrations()
def know_attached_files(db: Database) -> None:
    """Give attached files a state, pages, and the document they are."""
    db.executescript(_ATTACHED_FILES)


@migrations()
def link_copies(db: Database) -> None:
    """Group the copies known so far and make every article findable by its fingerprints."""
    db.executescript(_COPIES)
    present = db.execute(
        "SELECT a.id, substr(v.text, v.body_start + 1) FROM articles AS a "
        "JOIN article_versions AS v ON v.id = a.current_version_id"
    )
    for article_id, body in present.fetchall():
        rows = [(print_, article_id) for print_ in fingerprints(body)]
        db.conn.executemany("INSERT INTO article_prints (print, article_id) VALUES (?, ?)", rows)

"""What is remembered: articles, plans, candidates, decisions and entries in one SQLite file.

Everything takes the open store first and the time as `now` (aware); writes that a person makes take an Actor.

store      open_store(path, create=...) -> Store; Store.write() holds several saves together; Store.close()
units      save_units, find_province, province_family             sources   save_sources, list_sources
articles   save_article (all one page yields, idempotent), load_article, list_versions, load_version, find_changes
readings   load_reading (the whole extraction of a version)
plans      list_plans, load_plan
sessions   open_session (the week's queue), current_session, list_sessions
queue      list_queue, count_queue, claim_next, claim, release
cases      load_case (all a reviewer needs)
decisions  decide, undo, list_reasons, list_decisions, load_decision, verify_chain
entries    list_entries, count_entries, load_entry
search     search over plans, entries and articles
coverage   measure_coverage, find_silent_units, STATUS_LABELS
runs       start_run, save_page_state, finish_run, count_states, list_runs, list_page_states
audit      record, list_audit, verify_audit
erasure    erase_person                                           backup    back_up, restore, verify_store

Raises domain.errors: StoreProblem (the file), NotAllowed (role), Conflict (somebody was first), NotFound, BadRecord,
UserMistake (an incomplete verdict). Modules not named here serve these.
"""

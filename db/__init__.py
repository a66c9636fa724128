"""The database: one SQLite file, written by one `Store`, read by `db.queries`, `db.letter_rows`, `db.action_rows`.

    with open_store("veeduria.db") as store:             # creates, migrates; the only way to write
        run = store.begin_run(version=…, pack=pack, options={…}, at=now)
        store.save([Saved(name, path, sha256, "read", rows_of(reading), …)], run)
        store.decide([Decision(row.id, "accepted", obligation, …, row.content_hash)])
    with open_database("veeduria.db") as db:              # read-only
        for row in queries.statements(db, Filters(kinds=("action",))): …

Times are ISO 8601 in UTC and come from the caller. JSON columns are compact and written by `db.rows` alone.
"""

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/migrate.h"

#include <stdio.h>
#include <string.h>

enum { SQL_MAX = 2048 };

/* One statement of a step. @ stands for the type of a text that is compared by its bytes. A new
 * step goes to the end, with the next number; those that are there are in databases of users. */
struct statement {
    int step;
    const char *sql;
};

/* clang-format off */
static const struct statement statements[] = {
    {1, "CREATE TABLE parlor_counters (\"name\" @ PRIMARY KEY, \"value\" BIGINT NOT NULL)"},
    {1, "INSERT INTO parlor_counters VALUES ('parlor_audit', 0), ('parlor_events', 0)"},
    {1, "CREATE TABLE parlor_names (\"name\" @ PRIMARY KEY, \"user\" BIGINT NOT NULL UNIQUE,"
        " \"seen_ms\" BIGINT NOT NULL)"},
    {1, "CREATE TABLE parlor_accounts (\"name\" @ PRIMARY KEY, \"password\" @ NOT NULL,"
        " \"disabled\" BIGINT NOT NULL, \"made_ms\" BIGINT NOT NULL,"
        " \"changed_ms\" BIGINT NOT NULL)"},
    {1, "CREATE TABLE parlor_applications (\"id\" @ PRIMARY KEY, \"name\" @ NOT NULL,"
        " \"disabled\" BIGINT NOT NULL, \"made_ms\" BIGINT NOT NULL)"},
    {1, "CREATE TABLE parlor_keys (\"application\" @ NOT NULL, \"id\" @ NOT NULL,"
        " \"algorithm\" @ NOT NULL, \"material\" @ NOT NULL, \"disabled\" BIGINT NOT NULL,"
        " \"made_ms\" BIGINT NOT NULL, \"expires_ms\" BIGINT NOT NULL,"
        " PRIMARY KEY (\"application\", \"id\"))"},
    {1, "CREATE TABLE parlor_groups (\"owner\" BIGINT NOT NULL, \"id\" BIGINT NOT NULL,"
        " \"name\" @ NOT NULL, \"place\" BIGINT NOT NULL, PRIMARY KEY (\"owner\", \"id\"))"},
    {1, "CREATE TABLE parlor_friends (\"owner\" BIGINT NOT NULL, \"friend\" BIGINT NOT NULL,"
        " \"group\" BIGINT NOT NULL, \"place\" BIGINT NOT NULL,"
        " PRIMARY KEY (\"owner\", \"friend\"))"},
    {1, "CREATE TABLE parlor_infos (\"user\" BIGINT NOT NULL, \"id\" BIGINT NOT NULL,"
        " \"text\" @ NOT NULL, PRIMARY KEY (\"user\", \"id\"))"},
    {1, "CREATE TABLE parlor_blocked (\"pattern\" @ PRIMARY KEY, \"why\" @ NOT NULL,"
        " \"until_ms\" BIGINT NOT NULL, \"made_ms\" BIGINT NOT NULL)"},
    {1, "CREATE TABLE parlor_audit (\"number\" BIGINT PRIMARY KEY, \"at_ms\" BIGINT NOT NULL,"
        " \"actor\" @ NOT NULL, \"verb\" @ NOT NULL, \"object\" @ NOT NULL,"
        " \"detail\" @ NOT NULL)"},
    {1, "CREATE TABLE parlor_events (\"number\" BIGINT PRIMARY KEY, \"at_ms\" BIGINT NOT NULL,"
        " \"kind\" @ NOT NULL, \"body\" @ NOT NULL)"},
    {1, "CREATE TABLE parlor_cursors (\"name\" @ PRIMARY KEY, \"number\" BIGINT NOT NULL)"},
    {2, "CREATE TABLE parlor_contacts (\"id\" BIGINT PRIMARY KEY, \"client\" BIGINT NOT NULL, "
        "\"area\" BIGINT NOT NULL, \"queue\" BIGINT NOT NULL, \"last_queue\" BIGINT NOT NULL, "
        "\"agent\" BIGINT NOT NULL, \"priority\" BIGINT NOT NULL, \"outcome\" BIGINT NOT "
        "NULL, \"code\" BIGINT NOT NULL, \"entered_ms\" BIGINT NOT NULL, \"offered_ms\" "
        "BIGINT NOT NULL, \"answered_ms\" BIGINT NOT NULL, \"ended_ms\" BIGINT NOT NULL, "
        "\"offers\" BIGINT NOT NULL, \"misses\" BIGINT NOT NULL, \"overflows\" BIGINT NOT "
        "NULL, \"transfers\" BIGINT NOT NULL, \"promised_s\" BIGINT NOT NULL, \"score\" "
        "BIGINT NOT NULL, \"client_name\" @ NOT NULL, \"agent_name\" @ NOT NULL, \"intake\" @ "
        "NOT NULL, \"notes\" @ NOT NULL, \"remark\" @ NOT NULL)"},
    {2, "CREATE TABLE parlor_stretches (\"id\" BIGINT PRIMARY KEY, \"agent\" BIGINT NOT NULL, "
        "\"area\" BIGINT NOT NULL, \"status\" BIGINT NOT NULL, \"client\" BIGINT NOT NULL, "
        "\"from_ms\" BIGINT NOT NULL, \"to_ms\" BIGINT NOT NULL)"},
    {2, "CREATE TABLE parlor_seats (\"user\" BIGINT PRIMARY KEY, \"area\" BIGINT NOT NULL, "
        "\"queue\" BIGINT NOT NULL, \"contact\" BIGINT NOT NULL, \"ticket\" BIGINT NOT NULL, "
        "\"serial\" BIGINT NOT NULL, \"since_ms\" BIGINT NOT NULL, \"last_agent\" BIGINT NOT "
        "NULL, \"agent\" BIGINT NOT NULL, \"status\" BIGINT NOT NULL, \"client\" BIGINT NOT "
        "NULL, \"client_queue\" BIGINT NOT NULL, \"talking\" BIGINT NOT NULL, \"begun_ms\" "
        "BIGINT NOT NULL, \"waited_ms\" BIGINT NOT NULL, \"served\" BIGINT NOT NULL, "
        "\"failed\" BIGINT NOT NULL, \"misses\" BIGINT NOT NULL, \"busy_ms\" BIGINT NOT NULL, "
        "\"until_ms\" BIGINT NOT NULL, \"stretch\" BIGINT NOT NULL, \"secret\" @ NOT NULL)"},
    {3, "ALTER TABLE parlor_applications ADD COLUMN \"guests\" BIGINT NOT NULL DEFAULT 0"},
    {3, "ALTER TABLE parlor_applications ADD COLUMN \"first_user\" BIGINT NOT NULL DEFAULT 0"},
    {3, "ALTER TABLE parlor_applications ADD COLUMN \"last_user\" BIGINT NOT NULL DEFAULT 0"},
    {4, "CREATE TABLE parlor_recordings (\"id\" BIGINT PRIMARY KEY, \"at_ms\" BIGINT NOT NULL,"
        " \"user\" BIGINT NOT NULL, \"room\" BIGINT NOT NULL, \"state\" @ NOT NULL,"
        " \"file\" @ NOT NULL, \"bytes\" BIGINT NOT NULL, \"body\" @ NOT NULL)"},
    {4, "CREATE TABLE parlor_record_lines (\"recording\" BIGINT NOT NULL,"
        " \"number\" BIGINT NOT NULL, \"at_ms\" BIGINT NOT NULL, \"user\" BIGINT NOT NULL,"
        " \"kind\" @ NOT NULL, \"detail\" @ NOT NULL, PRIMARY KEY (\"recording\", \"number\"))"},
    {5, "CREATE TABLE parlor_places (\"kind\" BIGINT NOT NULL, \"id\" BIGINT NOT NULL,"
        " \"other\" BIGINT NOT NULL, \"text\" @ NOT NULL,"
        " PRIMARY KEY (\"kind\", \"id\", \"other\"))"},
    {6, "ALTER TABLE parlor_recordings ADD COLUMN \"words\" @ NOT NULL DEFAULT ''"},
    {6, "ALTER TABLE parlor_recordings ADD COLUMN \"until_ms\" BIGINT NOT NULL DEFAULT 0"},
    {6, "ALTER TABLE parlor_recordings ADD COLUMN \"hold\" BIGINT NOT NULL DEFAULT 0"},
    {6, "CREATE INDEX parlor_recordings_user ON parlor_recordings (\"user\", \"id\")"},
    {6, "CREATE INDEX parlor_recordings_room ON parlor_recordings (\"room\", \"id\")"},
    {6, "CREATE INDEX parlor_recordings_at ON parlor_recordings (\"at_ms\")"},
    {6, "CREATE INDEX parlor_recordings_until ON parlor_recordings (\"until_ms\")"},
    {7, "CREATE TABLE parlor_archived (\"file\" @ PRIMARY KEY, \"recording\" BIGINT NOT NULL,"
        " \"state\" @ NOT NULL, \"at_ms\" BIGINT NOT NULL, \"bytes\" BIGINT NOT NULL)"},
    {8, "ALTER TABLE parlor_audit ADD COLUMN \"chain\" @ NOT NULL DEFAULT ''"},
    {9, "ALTER TABLE parlor_seats ADD COLUMN \"others\" @ NOT NULL DEFAULT ''"},
    {10, "ALTER TABLE parlor_archived ADD COLUMN \"attempts\" BIGINT NOT NULL DEFAULT 0"},
    {10, "ALTER TABLE parlor_archived ADD COLUMN \"error\" @ NOT NULL DEFAULT ''"},
    {10, "CREATE INDEX parlor_archived_recording ON parlor_archived (\"recording\")"},
};
/* clang-format on */

enum { STATEMENTS = sizeof(statements) / sizeof(statements[0]) };

int pl_store_schema_version(void)
{
    return statements[STATEMENTS - 1].step;
}

static bool on_version(void *arg, const struct pl_store_value *values, size_t count)
{
    if (count > 0)
        *(int64_t *)arg = values[0].number;
    return false;
}

/* @ becomes the type of the back-end. */
static void write_types(const struct pl_store_ops *ops, const char *sql, char out[SQL_MAX])
{
    size_t n = 0, len = strlen(ops->text);
    for (; *sql && n + len + 1 < SQL_MAX; sql++) {
        if (*sql == '@') {
            memcpy(out + n, ops->text, len);
            n += len;
        } else {
            out[n++] = *sql;
        }
    }
    out[n] = '\0';
}

static enum pl_err run(const struct pl_store_ops *ops, void *connection, const char *sql)
{
    char text[SQL_MAX];
    write_types(ops, sql, text);
    return ops->run(connection, text, NULL, 0, NULL, NULL);
}

static enum pl_err read_version(const struct pl_store_ops *ops, void *connection, int64_t *version)
{
    enum pl_err err = run(ops, connection,
                          "CREATE TABLE IF NOT EXISTS parlor_schema (\"version\" BIGINT NOT NULL)");
    *version = -1;
    if (!err)
        err = ops->run(connection, "SELECT \"version\" FROM parlor_schema", NULL, 0, on_version,
                       version);
    if (!err && *version < 0) {
        *version = 0;
        err = run(ops, connection, "INSERT INTO parlor_schema VALUES (0)");
    }
    return err;
}

static enum pl_err step_up(const struct pl_store_ops *ops, void *connection)
{
    char sql[SQL_MAX];
    int64_t version;
    enum pl_err err = read_version(ops, connection, &version);
    if (!err && version > pl_store_schema_version())
        return PL_E_UNSUPPORTED;
    for (size_t i = 0; !err && i < STATEMENTS; i++) {
        if (statements[i].step > version)
            err = run(ops, connection, statements[i].sql);
    }
    if (!err && version < pl_store_schema_version()) {
        (void)snprintf(sql, sizeof(sql), "UPDATE parlor_schema SET \"version\" = %d",
                       pl_store_schema_version());
        err = run(ops, connection, sql);
    }
    return err;
}

enum pl_err pl_store_migrate(const struct pl_store_ops *ops, void *connection)
{
    enum pl_err err = ops->begin(connection);
    if (err)
        return err;
    if (ops->lock)
        err = run(ops, connection, ops->lock);
    if (!err)
        err = step_up(ops, connection);
    if (err) {
        ops->rollback(connection);
        return err;
    }
    return ops->commit(connection);
}

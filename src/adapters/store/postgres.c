/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL (libpq) as back-end. Every wait for the server has an end: a statement that takes
 * longer than WAIT_MS costs the connection. `begin` makes a new one when there is none.
 */
#include "adapters/store/db.h"

#include "io/clock.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 64, VALUES_MAX = 48, NUMBER_MAX = 24, WAIT_MS = 30000, XID_MAX = 32 };

struct postgres {
    PGconn *pg;
    char *where;
    char *kept[STATEMENTS_MAX]; /* prepared as "s0", "s1", ... */
    size_t kept_count;
    bool open_transaction;
    char xid[XID_MAX]; /* of the transaction */
    bool doubt;        /* COMMIT was said, and no answer came */
    char why[PL_STORE_ERROR_MAX];
};

static enum pl_err err_of_state(const char *state)
{
    static const struct {
        const char *prefix;
        enum pl_err err;
    } all[] = {
        {"23505", PL_E_EXISTS}, {"40", PL_E_AGAIN},    {"55P03", PL_E_AGAIN}, {"53", PL_E_LIMIT},
        {"54", PL_E_LIMIT},     {"57P0", PL_E_CLOSED}, {"08", PL_E_CLOSED},
    };
    for (size_t i = 0; state && i < sizeof(all) / sizeof(all[0]); i++) {
        if (strncmp(state, all[i].prefix, strlen(all[i].prefix)) == 0)
            return all[i].err;
    }
    return PL_E_IO;
}

/* The first line of what libpq says. */
static void keep_why(char out[PL_STORE_ERROR_MAX], const char *text)
{
    if (text != out)
        (void)snprintf(out, PL_STORE_ERROR_MAX, "%.*s", (int)strcspn(text, "\n"), text);
}

/* ---- talking to the server ---- */

static enum pl_err lost(struct postgres *p, const char *why)
{
    keep_why(p->why, why);
    PQfinish(p->pg);
    p->pg = NULL;
    for (size_t i = 0; i < p->kept_count; i++)
        free(p->kept[i]);
    p->kept_count = 0;
    return PL_E_CLOSED;
}

/* Waits until all of the answer is there. */
static bool wait_answer(struct postgres *p)
{
    pl_time_us until = pl_clock_now_us() + PL_MS(WAIT_MS);
    while (PQisBusy(p->pg)) {
        struct pollfd fd = {.fd = PQsocket(p->pg), .events = POLLIN};
        pl_time_us now = pl_clock_now_us();
        if (now >= until || poll(&fd, 1, (int)((until - now) / 1000) + 1) < 0)
            return false;
        if (fd.revents && !PQconsumeInput(p->pg))
            return false;
    }
    return true;
}

static enum pl_err judge(struct postgres *p, PGresult *r)
{
    enum pl_err err;
    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_EMPTY_QUERY:
        return PL_OK;
    default:
        err = err_of_state(PQresultErrorField(r, PG_DIAG_SQLSTATE));
        keep_why(p->why, PQresultErrorMessage(r));
        return err;
    }
}

/* Takes the answer to what was sent; the last result goes to *out (NULL: dropped). */
static enum pl_err take(struct postgres *p, int sent, PGresult **out)
{
    enum pl_err err = PL_OK;
    PGresult *r, *last = NULL;
    if (!sent)
        return lost(p, PQerrorMessage(p->pg));
    do {
        if (!wait_answer(p)) {
            PQclear(last);
            return lost(p, PQstatus(p->pg) == CONNECTION_BAD ? PQerrorMessage(p->pg)
                                                             : "the database does not answer");
        }
        r = PQgetResult(p->pg);
        if (r) {
            PQclear(last);
            last = r;
            if (!err)
                err = judge(p, r);
        }
    } while (r);
    if (err == PL_E_CLOSED || PQstatus(p->pg) == CONNECTION_BAD) {
        PQclear(last);
        return lost(p, err ? p->why : PQerrorMessage(p->pg));
    }
    if (out && !err)
        *out = last;
    else
        PQclear(last);
    return err;
}

static enum pl_err simple(struct postgres *p, const char *sql, PGresult **out)
{
    return p->pg ? take(p, PQsendQuery(p->pg, sql), out) : PL_E_CLOSED;
}

/* ---- connecting ---- */

static void no_notice(void *arg, const char *message)
{
    (void)arg;
    (void)message;
}

static enum pl_err connect_to(struct postgres *p)
{
    /* What stands before dbname are our defaults, what stands after it is not to be changed. */
    static const char *const keywords[] = {"connect_timeout",  "tcp_user_timeout",
                                           "application_name", "dbname",
                                           "client_encoding",  NULL};
    const char *const values[] = {"5", "15000", "parlord", p->where, "UTF8", NULL};
    const char *encoding;
    p->pg = PQconnectdbParams(keywords, values, 1);
    if (PQstatus(p->pg) != CONNECTION_OK)
        return lost(p, p->pg ? PQerrorMessage(p->pg) : "out of memory");
    (void)PQsetNoticeProcessor(p->pg, no_notice, NULL);
    encoding = PQparameterStatus(p->pg, "server_encoding");
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        (void)lost(p, "the database is not one of encoding UTF8");
        return PL_E_UNSUPPORTED;
    }
    /* Acknowledged is what is on the disk, whatever the server's default. */
    return simple(p,
                  "SET synchronous_commit = on; SET default_transaction_isolation ="
                  " 'read committed'",
                  NULL);
}

/* ---- statements ---- */

static enum pl_err prepare(struct postgres *p, const char *sql, char name[16])
{
    size_t i;
    enum pl_err err;
    for (i = 0; i < p->kept_count && strcmp(p->kept[i], sql) != 0; i++)
        ;
    if (i == STATEMENTS_MAX) {
        name[0] = '\0'; /* the unnamed one, new each time */
        return take(p, PQsendPrepare(p->pg, name, sql, 0, NULL), NULL);
    }
    (void)snprintf(name, 16, "s%zu", i);
    if (i < p->kept_count)
        return PL_OK;
    err = take(p, PQsendPrepare(p->pg, name, sql, 0, NULL), NULL);
    if (err)
        return err;
    p->kept[i] = strdup(sql);
    if (!p->kept[i])
        return lost(p, "out of memory"); /* the server has it under a name that we do not know */
    p->kept_count++;
    return PL_OK;
}

/* With a NUL behind it, as libpq wants texts; the caller frees it. NULL: no memory. */
static char *copy_text(struct pl_bytes text)
{
    char *copy = malloc(text.len + 1);
    if (!copy)
        return NULL;
    if (text.len > 0)
        memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    return copy;
}

static enum pl_err send_values(struct postgres *p, const char *name,
                               const struct pl_store_value *values, size_t count, PGresult **out)
{
    const char *texts[VALUES_MAX];
    char numbers[VALUES_MAX][NUMBER_MAX];
    char *copies[VALUES_MAX] = {NULL};
    enum pl_err err = count > VALUES_MAX ? PL_E_RANGE : PL_OK;
    for (size_t i = 0; !err && i < count; i++) {
        if (!values[i].text.data) {
            (void)snprintf(numbers[i], NUMBER_MAX, "%lld", (long long)values[i].number);
            texts[i] = numbers[i];
            continue;
        }
        texts[i] = copies[i] = copy_text(values[i].text);
        err = copies[i] ? PL_OK : PL_E_NOMEM;
    }
    if (!err)
        err = take(p, PQsendQueryPrepared(p->pg, name, (int)count, texts, NULL, NULL, 0), out);
    for (size_t i = 0; i < VALUES_MAX; i++)
        free(copies[i]);
    return err;
}

static bool give_row(const PGresult *r, int row, pl_store_on_values *on_row, void *arg)
{
    enum { TYPE_INT8 = 20, TYPE_INT4 = 23 };
    struct pl_store_value values[VALUES_MAX];
    int n = PQnfields(r) < VALUES_MAX ? PQnfields(r) : VALUES_MAX;
    for (int i = 0; i < n; i++) {
        const char *text = PQgetvalue(r, row, i);
        values[i] = (struct pl_store_value){0, {NULL, 0}};
        if (PQftype(r, i) == TYPE_INT8 || PQftype(r, i) == TYPE_INT4)
            values[i].number = strtoll(text, NULL, 10);
        else
            values[i].text = pl_bytes_of(text, (size_t)PQgetlength(r, row, i));
    }
    return on_row(arg, values, (size_t)n);
}

static enum pl_err run(void *connection, const char *sql, const struct pl_store_value *values,
                       size_t count, pl_store_on_values *on_row, void *arg)
{
    struct postgres *p = connection;
    PGresult *r = NULL;
    char name[16];
    enum pl_err err = PL_OK;
    if (!p->pg && !p->open_transaction)
        err = connect_to(p);
    else if (!p->pg)
        err = PL_E_CLOSED;
    if (err)
        return err;
    if (count == 0) {
        err = simple(p, sql, &r); /* savepoints and the making of tables */
    } else {
        err = prepare(p, sql, name);
        if (!err)
            err = send_values(p, name, values, count, &r);
    }
    for (int row = 0; !err && on_row && row < PQntuples(r); row++) {
        if (!give_row(r, row, on_row, arg))
            break;
    }
    PQclear(r);
    return err;
}

/* ---- transactions ---- */

/* The transaction is given its number at once: should its end get lost, we can ask for it. */
static enum pl_err begin(void *connection)
{
    struct postgres *p = connection;
    PGresult *r = NULL;
    enum pl_err err = p->pg ? PL_OK : connect_to(p);
    p->doubt = false;
    if (!err)
        err = simple(p, "BEGIN; SELECT pg_current_xact_id()::text", &r);
    if (!err) {
        (void)snprintf(p->xid, sizeof(p->xid), "%s", PQntuples(r) == 1 ? PQgetvalue(r, 0, 0) : "");
        p->open_transaction = true;
    }
    PQclear(r);
    return err;
}

static void rollback(void *connection)
{
    struct postgres *p = connection;
    p->open_transaction = false;
    p->doubt = false;
    if (p->pg && simple(p, "ROLLBACK", NULL) != PL_OK && p->pg)
        (void)lost(p, p->why);
}

/* What became of a COMMIT without an answer? */
static enum pl_err settle(struct postgres *p)
{
    char sql[XID_MAX + 64];
    PGresult *r = NULL;
    enum pl_err err = p->pg ? PL_OK : connect_to(p);
    if (err)
        return PL_E_CLOSED;
    (void)snprintf(sql, sizeof(sql), "SELECT pg_xact_status('%s'::xid8)", p->xid);
    err = simple(p, sql, &r);
    if (!err) {
        const char *status = PQntuples(r) == 1 ? PQgetvalue(r, 0, 0) : "";
        err = strcmp(status, "committed") == 0     ? PL_OK
              : strcmp(status, "in progress") == 0 ? PL_E_CLOSED
                                                   : PL_E_AGAIN;
    }
    PQclear(r);
    if (err != PL_E_CLOSED) {
        p->doubt = false;
        p->open_transaction = false;
    }
    return err;
}

static enum pl_err commit(void *connection)
{
    struct postgres *p = connection;
    PGresult *r = NULL;
    enum pl_err err;
    if (p->doubt)
        return settle(p);
    err = simple(p, "COMMIT", &r);
    if (!err && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        err = PL_E_AGAIN; /* it was broken: the server has rolled back */
    PQclear(r);
    if (err == PL_E_CLOSED) {
        p->doubt = true;
        return err;
    }
    p->open_transaction = false;
    return err;
}

/* ---- life ---- */

static const char *why(void *connection)
{
    struct postgres *p = connection;
    return p->why;
}

static void close_db(void *connection)
{
    struct postgres *p = connection;
    (void)lost(p, "");
    free(p->where);
    free(p);
}

static enum pl_err open_db(void **out, const char *where, char error[PL_STORE_ERROR_MAX])
{
    struct postgres *p = calloc(1, sizeof(*p));
    enum pl_err err;
    if (!p)
        return PL_E_NOMEM;
    p->where = strdup(where);
    err = p->where ? connect_to(p) : PL_E_NOMEM;
    if (err) {
        (void)snprintf(error, PL_STORE_ERROR_MAX, "%s", p->why);
        close_db(p);
        return err == PL_E_CLOSED ? PL_E_IO : err;
    }
    *out = p;
    return PL_OK;
}

const struct pl_store_ops *pl_store_postgres(void)
{
    static const struct pl_store_ops ops = {
        .name = "postgres",
        .placeholder = '$',
        .text = "TEXT COLLATE \"C\"",
        /* A number that nothing else of the database is likely to use. */
        .lock = "SELECT pg_advisory_xact_lock(890600001)",
        .open = open_db,
        .close = close_db,
        .begin = begin,
        .commit = commit,
        .rollback = rollback,
        .run = run,
        .why = why,
    };
    return &ops;
}

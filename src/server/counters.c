/* SPDX-License-Identifier: Apache-2.0 */
#include "server/counters.h"

#include <stdlib.h>

struct pl_counters {
    struct pl_log *log;
    struct pl_hub *hub;
    struct pl_admin *admin;
    struct pl_admin_places *places;
    struct pl_store_place last; /* while reading */
    size_t rows, refused;
};

static const struct pl_core *port_core(void *arg)
{
    const struct pl_counters *c = arg;
    return pl_hub_core(c->hub);
}

static void port_step(void *arg, struct pl_event *event)
{
    const struct pl_counters *c = arg;
    pl_hub_event(c->hub, event);
}

static void port_reply(void *arg, uint64_t ticket, struct pl_admin_reply *reply)
{
    const struct pl_counters *c = arg;
    if (c->admin)
        pl_admin_reply(c->admin, ticket, reply);
    else
        free(reply->json);
}

/* ---- reading ---- */

static bool on_row(void *arg, const void *record)
{
    struct pl_counters *c = arg;
    const struct pl_store_place *row = record;
    c->last = *row; /* its key; the text goes with the call */
    c->rows++;
    c->refused += pl_admin_places_kept(c->places, row) ? 0 : 1;
    return true;
}

static enum pl_err read_all(struct pl_counters *c, struct pl_store_db *db)
{
    struct pl_store_query query = {.table = PL_STORE_PLACES};
    size_t before;
    enum pl_err err;
    do {
        before = c->rows;
        err = pl_store_db_read(db, &query, on_row, c);
        query.after = &c->last;
    } while (!err && c->rows - before == PL_STORE_ROWS_MAX);
    return err;
}

/* Queues may overflow into those that are read after them: what was refused is tried again. */
static enum pl_err load(struct pl_counters *c, struct pl_keeper *keeper)
{
    char error[PL_STORE_ERROR_MAX] = "";
    struct pl_store_db *db;
    enum pl_err err = pl_store_db_open(&db, pl_keeper_ops(keeper), pl_keeper_where(keeper), error);
    if (!err) {
        err = read_all(c, db);
        if (!err && c->refused > 0) {
            c->rows = c->refused = 0;
            err = read_all(c, db);
        }
        if (err)
            (void)snprintf(error, sizeof(error), "%s", pl_store_db_why(db));
        pl_store_db_close(db);
    }
    if (err)
        pl_log_do(c->log, PL_LOG_ERROR, "counters.failed_to_load",
                  pl_log_str("why", error[0] ? error : pl_err_name(err)));
    else if (c->rows > 0)
        pl_log_do(c->log, c->refused ? PL_LOG_WARN : PL_LOG_INFO, "counters.loaded",
                  pl_log_num("settings", (int64_t)c->rows),
                  pl_log_num("refused", (int64_t)c->refused));
    return err;
}

/* ---- life ---- */

enum pl_err pl_counters_start(struct pl_counters **out, struct pl_log *log, struct pl_hub *hub,
                              struct pl_keeper *keeper)
{
    struct pl_counters *c = calloc(1, sizeof(*c));
    const struct pl_places_port port = {port_core, port_step, port_reply, c};
    enum pl_err err = PL_OK;
    *out = NULL;
    if (!c)
        return PL_E_NOMEM;
    c->log = log;
    c->hub = hub;
    c->places = pl_admin_places_create(pl_keeper_store(keeper), &port);
    if (!c->places)
        err = PL_E_NOMEM;
    else if (keeper)
        err = load(c, keeper);
    if (err) {
        pl_counters_stop(c);
        return err;
    }
    *out = c;
    return PL_OK;
}

void pl_counters_stop(struct pl_counters *c)
{
    if (!c)
        return;
    pl_admin_places_destroy(c->places);
    free(c);
}

struct pl_admin_places *pl_counters_places(struct pl_counters *c)
{
    return c->places;
}

void pl_counters_attach(struct pl_counters *c, struct pl_admin *admin)
{
    c->admin = admin;
}

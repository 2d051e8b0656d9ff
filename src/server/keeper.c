/* SPDX-License-Identifier: Apache-2.0 */
#include "server/keeper.h"

#include "adapters/store/rows.h"
#include "io/clock.h"
#include "server/keeper_seats.h"

#include <assert.h>
#include <stdlib.h>

struct pl_keeper {
    struct pl_log *log;
    struct pl_store *store;
    struct pl_safe *safe; /* rows of the service counters */
    const struct pl_store_ops *ops;
    char where[PL_CONFIG_PATH_MAX + 16];
};

/* ---- opening ---- */

static enum pl_err choose(struct pl_keeper *k, const struct pl_config *c)
{
    if (c->store.backend == PL_CONFIG_STORE_POSTGRES) {
        k->ops = pl_store_postgres();
        (void)snprintf(k->where, sizeof(k->where), "%s", c->store.connection);
    } else {
        k->ops = pl_store_sqlite();
        if (c->store.path[0])
            (void)snprintf(k->where, sizeof(k->where), "%s", c->store.path);
        else
            (void)snprintf(k->where, sizeof(k->where), "%s/parlor.db", c->server.data);
    }
    return k->ops ? PL_OK : PL_E_UNSUPPORTED;
}

static void on_state(void *arg, const char *why)
{
    struct pl_keeper *k = arg;
    if (why)
        pl_log_do(k->log, PL_LOG_ERROR, "store.down", pl_log_str("why", why));
    else
        pl_log_do(k->log, PL_LOG_INFO, "store.up", pl_log_str("backend", k->ops->name));
}

static void log_failure(struct pl_keeper *k, enum pl_err err, const char *error)
{
    pl_log_do(k->log, PL_LOG_ERROR, "store.failed",
              pl_log_str("backend", k->ops ? k->ops->name : "postgres"),
              pl_log_str("why", err == PL_E_UNSUPPORTED && !error[0]
                                    ? "this parlord was built without libpq; "
                                      "set store.backend = sqlite"
                                : error[0] ? error
                                           : pl_err_name(err)));
}

enum pl_err pl_keeper_start(struct pl_keeper **out, const struct pl_daemon_tools *tools)
{
    struct pl_store_config config = {.on_state = on_state};
    char error[PL_STORE_ERROR_MAX] = "";
    struct pl_keeper *k;
    enum pl_err err;
    *out = NULL;
    if (tools->config->store.backend == PL_CONFIG_STORE_NONE)
        return PL_OK;
    k = calloc(1, sizeof(*k));
    if (!k)
        return PL_E_NOMEM;
    k->log = tools->log;
    err = choose(k, tools->config);
    config.ops = k->ops;
    config.where = k->where;
    config.arg = k;
    if (!err)
        err = pl_store_start(&k->store, tools->loop, &config, error);
    if (err) {
        log_failure(k, err, error);
        free(k);
        return err;
    }
    k->safe = pl_safe_create(tools->loop, k->store, PL_SEC(tools->config->store.safe_seconds));
    if (!k->safe) {
        pl_keeper_stop(k);
        return PL_E_NOMEM;
    }
    pl_log_do(k->log, PL_LOG_INFO, "store.open", pl_log_str("backend", k->ops->name));
    *out = k;
    return PL_OK;
}

void pl_keeper_stop(struct pl_keeper *k)
{
    if (!k)
        return;
    pl_safe_destroy(k->safe);
    pl_store_stop(k->store);
    free(k);
}

struct pl_store *pl_keeper_store(struct pl_keeper *k)
{
    return k ? k->store : NULL;
}

struct pl_safe *pl_keeper_safe(struct pl_keeper *k)
{
    return k ? k->safe : NULL;
}

const struct pl_store_ops *pl_keeper_ops(const struct pl_keeper *k)
{
    return k ? k->ops : NULL;
}

const char *pl_keeper_where(const struct pl_keeper *k)
{
    return k ? k->where : NULL;
}

/* ---- giving back ---- */

struct loading {
    enum pl_store_table table;
    void (*give)(void *arg, const struct pl_core_kept *kept);
    void *arg;
    int64_t last[2]; /* key of the last row, where it is of numbers */
    char last_name[PL_STORE_TEXT_MAX + 1];
    size_t rows, refused;
};

static bool fits(int64_t n)
{
    return n >= INT32_MIN && n <= INT32_MAX;
}

static int64_t wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

/* Whose time is over counts no more from the first look on. */
static bool block_of(struct loading *l, const struct pl_store_blocked *r, struct pl_core_kept *k)
{
    int64_t left_ms = r->until_ms - wall_ms();
    (void)pl_bytes_to_str(r->pattern, l->last_name, sizeof(l->last_name));
    k->kind = PL_CORE_KEPT_BLOCK;
    k->text = r->pattern;
    k->place = r->until_ms == 0 ? 0 : left_ms > 0 ? left_ms * 1000 : 1;
    return true;
}

/* What others have written into the database may not be of ours. */
static bool kept_of(struct loading *l, const union pl_store_record *r, struct pl_core_kept *k)
{
    int64_t user = 0, id = 0, group = 0;
    *k = (struct pl_core_kept){.kind = PL_CORE_KEPT_NAME};
    switch (l->table) {
    case PL_STORE_NAMES:
        user = r->name.user;
        k->text = r->name.name;
        (void)pl_bytes_to_str(k->text, l->last_name, sizeof(l->last_name));
        break;
    case PL_STORE_GROUPS:
        k->kind = PL_CORE_KEPT_GROUP;
        user = r->group.owner;
        id = r->group.id;
        k->place = r->group.place;
        k->text = r->group.name;
        break;
    case PL_STORE_FRIENDS:
        k->kind = PL_CORE_KEPT_FRIEND;
        user = r->friend.owner;
        id = r->friend.friend;
        group = r->friend.group;
        k->place = r->friend.place;
        break;
    case PL_STORE_BLOCKED:
        return block_of(l, &r->blocked, k);
    default:
        k->kind = PL_CORE_KEPT_INFO;
        user = r->info.user;
        id = r->info.id;
        k->text = r->info.text;
        break;
    }
    l->last[0] = user;
    l->last[1] = id;
    k->user = (int32_t)user;
    k->id = (int32_t)id;
    k->group = (int32_t)group;
    return user > 0 && fits(user) && fits(id) && fits(group);
}

static bool on_row(void *arg, const void *record)
{
    struct loading *l = arg;
    struct pl_core_kept kept;
    l->rows++;
    if (kept_of(l, record, &kept))
        l->give(l->arg, &kept);
    else
        l->refused++;
    return true;
}

/* Key of the last row, to go on behind it. */
static void record_of(const struct loading *l, union pl_store_record *after)
{
    memset(after, 0, sizeof(*after));
    if (l->table == PL_STORE_NAMES)
        after->name.name = pl_bytes_str(l->last_name);
    else if (l->table == PL_STORE_BLOCKED)
        after->blocked.pattern = pl_bytes_str(l->last_name);
    else
        memcpy(after, l->last, sizeof(l->last)); /* their keys are two numbers */
}

_Static_assert(offsetof(struct pl_store_group, owner) == 0 &&
                   offsetof(struct pl_store_group, id) == sizeof(int64_t) &&
                   offsetof(struct pl_store_friend, friend) == sizeof(int64_t) &&
                   offsetof(struct pl_store_info, id) == sizeof(int64_t),
               "keys of two numbers come first");

static enum pl_err load_table(struct pl_store_db *db, struct loading *l)
{
    union pl_store_record after;
    struct pl_store_query q = {.table = l->table};
    size_t before;
    enum pl_err err;
    do {
        before = l->rows;
        err = pl_store_db_read(db, &q, on_row, l);
        record_of(l, &after);
        q.after = &after;
    } while (!err && l->rows - before == PL_STORE_ROWS_MAX);
    return err;
}

enum pl_err pl_keeper_load(struct pl_keeper *k,
                           void (*give)(void *arg, const struct pl_core_kept *kept), void *arg)
{
    static const enum pl_store_table tables[] = {PL_STORE_NAMES, PL_STORE_GROUPS, PL_STORE_FRIENDS,
                                                 PL_STORE_INFOS, PL_STORE_BLOCKED};
    struct loading l = {.give = give, .arg = arg};
    char error[PL_STORE_ERROR_MAX];
    struct pl_store_db *db;
    enum pl_err err = pl_store_db_open(&db, k->ops, k->where, error);
    if (err) {
        log_failure(k, err, error);
        return err;
    }
    for (size_t i = 0; !err && i < sizeof(tables) / sizeof(tables[0]); i++) {
        l.table = tables[i];
        err = load_table(db, &l);
    }
    if (!err)
        err = pl_keeper_load_seats(db, give, arg, &l.rows, &l.refused);
    if (err)
        log_failure(k, err, pl_store_db_why(db));
    else
        pl_log_do(k->log, l.refused ? PL_LOG_WARN : PL_LOG_INFO, "store.loaded",
                  pl_log_num("records", (int64_t)l.rows),
                  pl_log_num("refused", (int64_t)l.refused));
    pl_store_db_close(db);
    return err;
}

/* ---- keeping ---- */

/* Of the service counters. */
static void keep_row(struct pl_keeper *k, const struct pl_core_kept *kept)
{
    union pl_store_record r = {0};
    struct pl_store_change c = {PL_STORE_PUT, PL_STORE_CONTACTS, &r, 0};
    char others[PL_ROWS_OTHERS_BYTES];
    if (kept->kind == PL_CORE_KEPT_CONTACT) {
        pl_rows_of_contact(kept->contact, &r.contact);
    } else if (kept->kind == PL_CORE_KEPT_STRETCH) {
        c.table = PL_STORE_STRETCHES;
        pl_rows_of_stretch(kept->stretch, &r.stretch);
    } else {
        c.table = PL_STORE_SEATS;
        if (kept->gone)
            c.verb = PL_STORE_DELETE;
        else
            pl_rows_of_seat(kept->seat, &r.seat, others);
        r.seat.user = kept->user;
    }
    pl_safe_put(k->safe, &c);
}

void pl_keeper_keep(struct pl_keeper *k, const struct pl_core_kept *kept)
{
    union pl_store_record r = {0};
    struct pl_store_change c = {kept->gone ? PL_STORE_DELETE : PL_STORE_PUT, PL_STORE_NAMES, &r, 0};
    switch (kept->kind) {
    case PL_CORE_KEPT_CONTACT:
    case PL_CORE_KEPT_STRETCH:
    case PL_CORE_KEPT_SEAT:
        keep_row(k, kept);
        return;
    case PL_CORE_KEPT_LAST: /* nobody says it */
        return;
    case PL_CORE_KEPT_NAME:
        r.name =
            (struct pl_store_name){kept->text, kept->user, (int64_t)(pl_clock_wall_us() / 1000u)};
        break;
    case PL_CORE_KEPT_GROUP:
        c.table = PL_STORE_GROUPS;
        r.group = (struct pl_store_group){kept->user, kept->id, kept->text, kept->place};
        break;
    case PL_CORE_KEPT_FRIEND:
        c.table = PL_STORE_FRIENDS;
        r.friend = (struct pl_store_friend){kept->user, kept->id, kept->group, kept->place};
        break;
    case PL_CORE_KEPT_INFO:
        c.table = PL_STORE_INFOS;
        r.info = (struct pl_store_info){kept->user, kept->id, kept->text};
        break;
    case PL_CORE_KEPT_BLOCK:
        c.table = PL_STORE_BLOCKED;
        r.blocked =
            (struct pl_store_blocked){kept->text, pl_bytes_str("business server"), 0, wall_ms()};
        break;
    }
    pl_safe_put(k->safe, &c);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "server/audit.h"

#include "adapters/store/chain.h"
#include "io/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const pl_time_us look_each = PL_SEC(60);
static const int64_t day_ms = 24 * 3600 * 1000;

struct pl_audit {
    struct pl_log *log;
    struct pl_store *store;
    struct pl_timer *timer;
    int64_t keep;   /* lines */
    int64_t age_ms; /* 0: whatever their age */
    bool under_way;
    int64_t newest; /* as it was last seen and told of */
    int64_t up_to;  /* to be trimmed */
    int64_t gone;   /* by the trim that is under way */
};

static int64_t wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

/* The look is over: nothing to do, done, or it has failed; then the next one finds the same. */
static void rest(struct pl_audit *a, enum pl_err err)
{
    a->under_way = false;
    if (err)
        pl_log_do(a->log, PL_LOG_WARN, "audit.untrimmed", pl_log_str("why", pl_err_name(err)));
}

static void ask(struct pl_audit *a, const struct pl_store_query *query,
                void (*fn)(void *arg, const struct pl_store_answer *answer))
{
    enum pl_err err = pl_store_read(a->store, query, (struct pl_store_reply){fn, a}, NULL);
    if (err)
        rest(a, err);
}

/* ---- trimming ---- */

static void on_trimmed(void *arg, const struct pl_store_answer *answer)
{
    struct pl_audit *a = arg;
    if (!answer->err)
        pl_log_do(a->log, PL_LOG_INFO, "audit.trimmed", pl_log_num("up_to", a->gone));
    rest(a, answer->err);
}

/* The last line that goes: its sum is what the others hang on. */
static void on_last(void *arg, const struct pl_store_answer *answer)
{
    struct pl_audit *a = arg;
    const struct pl_store_audit *last = answer->rows;
    struct pl_store_audit up_to = {0}, line = {.at_ms = wall_ms(),
                                               .actor = pl_bytes_str(PL_STORE_CHAIN_TRIMMER),
                                               .verb = pl_bytes_str(PL_STORE_CHAIN_TRIM)};
    const struct pl_store_change changes[] = {{PL_STORE_TRIM, PL_STORE_AUDIT, &up_to, 0},
                                              {PL_STORE_APPEND, PL_STORE_AUDIT, &line, 0}};
    char object[32];
    enum pl_err err;
    if (answer->err || answer->count == 0) {
        rest(a, answer->err);
        return;
    }
    a->gone = up_to.number = last->number;
    (void)snprintf(object, sizeof(object), "up to %" PRId64, last->number);
    line.object = pl_bytes_str(object);
    line.detail = last->chain;
    err = pl_store_write(a->store, changes, 2, (struct pl_store_reply){on_trimmed, a}, NULL);
    if (err)
        rest(a, err);
}

static void trim(struct pl_audit *a)
{
    const struct pl_store_audit behind = {.number = a->up_to + 1};
    ask(a,
        &(struct pl_store_query){
            .table = PL_STORE_AUDIT, .after = &behind, .newest = true, .limit = 1},
        on_last);
}

/* The newest line that is too old. */
static void on_aged(void *arg, const struct pl_store_answer *answer)
{
    struct pl_audit *a = arg;
    const struct pl_store_audit *aged = answer->rows;
    if (!answer->err && answer->count > 0 && aged->number > a->up_to)
        a->up_to = aged->number;
    if (a->up_to >= a->newest)
        a->up_to = a->newest - 1; /* the last one stays: the next hangs on it */
    if (answer->err || a->up_to < 1)
        rest(a, answer->err);
    else
        trim(a);
}

static void on_oldest(void *arg, const struct pl_store_answer *answer)
{
    struct pl_audit *a = arg;
    const struct pl_store_audit *oldest = answer->rows;
    int64_t now = wall_ms();
    const struct pl_store_filter aged = {PL_STORE_LESS, "at_ms", now - a->age_ms, {NULL, 0}};
    bool many, old;
    if (answer->err || answer->count == 0) {
        rest(a, answer->err);
        return;
    }
    many = a->newest - oldest->number + 1 > a->keep + a->keep / 16;
    old = a->age_ms > 0 && oldest->at_ms < now - a->age_ms - day_ms;
    a->up_to = many ? a->newest - a->keep : 0;
    if (old)
        ask(a,
            &(struct pl_store_query){.table = PL_STORE_AUDIT,
                                     .newest = true,
                                     .limit = 1,
                                     .filters = &aged,
                                     .filter_count = 1},
            on_aged);
    else if (many)
        trim(a);
    else
        rest(a, PL_OK);
}

/* ---- looking ---- */

static void on_newest(void *arg, const struct pl_store_answer *answer)
{
    struct pl_audit *a = arg;
    const struct pl_store_audit *newest = answer->rows;
    char sum[PL_STORE_CHAIN_CHARS + 1];
    if (answer->err || answer->count == 0) {
        rest(a, answer->err);
        return;
    }
    if (newest->number != a->newest) {
        (void)pl_bytes_to_str(newest->chain, sum, sizeof(sum));
        pl_log_do(a->log, PL_LOG_INFO, "audit.head", pl_log_num("number", newest->number),
                  pl_log_str("chain", sum));
    }
    a->newest = newest->number;
    ask(a, &(struct pl_store_query){.table = PL_STORE_AUDIT, .limit = 1}, on_oldest);
}

static void look(void *arg)
{
    struct pl_audit *a = arg;
    pl_timer_arm(a->timer, pl_clock_now_us() + look_each);
    if (a->under_way)
        return; /* a store that is slow */
    a->under_way = true;
    ask(a, &(struct pl_store_query){.table = PL_STORE_AUDIT, .newest = true, .limit = 1},
        on_newest);
}

/* ---- life ---- */

enum pl_err pl_audit_start(struct pl_audit **out, const struct pl_daemon_tools *tools,
                           struct pl_keeper *keeper)
{
    struct pl_audit *a;
    *out = NULL;
    if (!keeper)
        return PL_OK;
    a = calloc(1, sizeof(*a));
    if (!a)
        return PL_E_NOMEM;
    a->log = tools->log;
    a->store = pl_keeper_store(keeper);
    a->keep = tools->config->admin.audit_keep;
    a->age_ms = tools->config->admin.audit_days * day_ms;
    a->timer = pl_timer_create(tools->loop, look, a);
    if (!a->timer) {
        free(a);
        return PL_E_NOMEM;
    }
    look(a);
    *out = a;
    return PL_OK;
}

void pl_audit_stop(struct pl_audit *a)
{
    if (!a)
        return;
    pl_timer_destroy(a->timer);
    pl_store_forget(a->store, a);
    free(a);
}

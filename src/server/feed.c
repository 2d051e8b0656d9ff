/* SPDX-License-Identifier: Apache-2.0 */
#include "server/feed.h"

#include "adapters/webhook/webhook.h"
#include "core/trace.h"
#include "io/clock.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    BATCH = PL_STORE_CHANGES_MAX,
    BODY_MAX = 160,
    TRIM_EACH = 512, /* events beyond events.keep that may lie there */
};

struct waiting {
    const char *kind;
    int64_t at_ms;
    char body[BODY_MAX];
};

struct pl_feed {
    struct pl_log *log;
    struct pl_store *store;
    struct pl_timer *timer;  /* armed while something waits */
    struct pl_webhook *hook; /* NULL: none */
    void (*news)(void *arg); /* NULL: nobody watches */
    void *news_arg;
    uint32_t keep;
    bool texts;
    struct waiting waiting[BATCH];
    size_t count;
    int64_t last;    /* the last number that we know to be kept */
    int64_t trimmed; /* up to here */
    uint64_t lost;   /* since the start */
    uint64_t told;   /* of them, as feed.lost */
};

/* Everything that happens to users, rooms, calls and files; what is about connections stays in the
 * log. */
static bool is_told(enum pl_fact_kind kind)
{
    switch (kind) {
    case PL_FACT_LINK_REFUSED:
    case PL_FACT_SESSION_OPEN:
    case PL_FACT_SESSION_REFUSED:
    case PL_FACT_SESSION_LOST:
    case PL_FACT_SESSION_RESUME:
    case PL_FACT_ROOM_CODEC:
    case PL_FACT_P2P_START:
    case PL_FACT_P2P_UP:
    case PL_FACT_P2P_STOP:
        return false;
    default:
        return true;
    }
}

static void add(char body[BODY_MAX], const char *key, int64_t value)
{
    size_t n = strlen(body);
    if (value != 0)
        (void)snprintf(body + n, BODY_MAX - n, "%s\"%s\":%" PRId64, n > 1 ? "," : "", key, value);
}

static int64_t wall_ms(void)
{
    return (int64_t)(pl_clock_wall_us() / 1000u);
}

/* ---- to the store ---- */

static void trim(struct pl_feed *f)
{
    struct pl_store_event e = {.number = f->last - f->keep};
    struct pl_store_change c = {PL_STORE_TRIM, PL_STORE_EVENTS, &e, 0};
    if (pl_store_write(f->store, &c, 1, (struct pl_store_reply){NULL, NULL}, NULL) == PL_OK)
        f->trimmed = e.number;
}

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct pl_feed *f = arg;
    if (a->err) {
        f->lost += a->changes;
        pl_log_do(f->log, PL_LOG_ERROR, "feed.lost", pl_log_num("events", (int64_t)a->changes),
                  pl_log_str("why", pl_err_name(a->err)));
    } else if (a->number > f->last) {
        f->last = a->number;
        pl_webhook_wake(f->hook);
        if (f->news)
            f->news(f->news_arg);
        if (f->last - f->trimmed > (int64_t)f->keep + TRIM_EACH)
            trim(f); /* here, not where they are written: how many there are is known only now */
    }
}

static void on_loss_told(void *arg, const struct pl_store_answer *a)
{
    struct pl_feed *f = arg;
    if (a->err)
        f->told = 0; /* to be told again */
}

static void tell_loss(struct pl_feed *f)
{
    char body[BODY_MAX];
    struct pl_store_event e = {0, wall_ms(), pl_bytes_str("feed.lost"), {NULL, 0}};
    struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_EVENTS, &e, 0};
    (void)snprintf(body, sizeof(body), "{\"count\":%" PRIu64 "}", f->lost);
    e.body = pl_bytes_str(body);
    if (pl_store_write(f->store, &c, 1, (struct pl_store_reply){on_loss_told, f}, NULL) == PL_OK)
        f->told = f->lost;
}

static void flush(void *arg)
{
    struct pl_feed *f = arg;
    struct pl_store_event events[BATCH];
    struct pl_store_change changes[BATCH];
    pl_timer_arm(f->timer, PL_TIME_NEVER);
    if (f->count == 0)
        return;
    if (f->lost > f->told)
        tell_loss(f);
    for (size_t i = 0; i < f->count; i++) {
        const struct waiting *w = &f->waiting[i];
        events[i] =
            (struct pl_store_event){0, w->at_ms, pl_bytes_str(w->kind), pl_bytes_str(w->body)};
        changes[i] = (struct pl_store_change){PL_STORE_APPEND, PL_STORE_EVENTS, &events[i], 0};
    }
    if (pl_store_write(f->store, changes, f->count, (struct pl_store_reply){on_written, f}, NULL))
        f->lost += f->count;
    f->count = 0;
}

static struct waiting *begin(struct pl_feed *f, const char *kind)
{
    struct waiting *w = &f->waiting[f->count++];
    w->kind = kind;
    w->at_ms = wall_ms();
    (void)snprintf(w->body, sizeof(w->body), "{");
    return w;
}

static void end(struct pl_feed *f, struct waiting *w)
{
    (void)snprintf(w->body + strlen(w->body), BODY_MAX - strlen(w->body), "}");
    if (f->count == BATCH)
        flush(f);
    else if (f->count == 1)
        pl_timer_arm(f->timer, pl_clock_now_us());
}

void pl_feed_fact(struct pl_feed *f, const struct pl_fact *fact)
{
    struct waiting *w;
    if (!f || !is_told(fact->kind))
        return;
    w = begin(f, pl_trace_name(fact->kind));
    add(w->body, "session", (int64_t)fact->session);
    add(w->body, "user", fact->user);
    add(w->body, "room", fact->room);
    add(w->body, "code", fact->code);
    end(f, w);
}

void pl_feed_notice(struct pl_feed *f, const struct pl_notice *n)
{
    struct waiting *w;
    if (!f || !f->texts || n->kind != PL_NOTICE_TEXT)
        return;
    w = begin(f, "text");
    add(w->body, "session", (int64_t)n->session);
    add(w->body, "user", n->user);
    add(w->body, "room", n->text.room);
    add(w->body, "to", n->text.to == -1 ? 0 : n->text.to);
    add(w->body, "length", (int64_t)n->text.text.len);
    add(w->body, "secret", n->text.secret);
    end(f, w);
}

void pl_feed_record(struct pl_feed *f, const char *kind, int64_t recording, int64_t bytes)
{
    struct waiting *w;
    if (!f)
        return;
    w = begin(f, kind);
    add(w->body, "record", recording);
    add(w->body, "bytes", bytes);
    end(f, w);
}

bool pl_feed_wants_notices(const struct pl_config *c)
{
    return c->store.backend != PL_CONFIG_STORE_NONE && c->events.keep > 0 && c->events.texts;
}

void pl_feed_watch(struct pl_feed *f, void (*fn)(void *arg), void *arg)
{
    if (!f)
        return;
    f->news = fn;
    f->news_arg = arg;
}

/* ---- life ---- */

static void on_hook(void *arg, const char *why)
{
    struct pl_feed *f = arg;
    if (why)
        pl_log_do(f->log, PL_LOG_WARN, "webhook.failed", pl_log_str("why", why));
    else
        pl_log_do(f->log, PL_LOG_INFO, "webhook.up", pl_log_str("why", "events are taken again"));
}

static enum pl_err start_hook(struct pl_feed *f, const struct pl_daemon_tools *tools,
                              struct pl_keeper *keeper)
{
    const struct pl_config *c = tools->config;
    struct pl_webhook_config config = {.ops = pl_keeper_ops(keeper),
                                       .where = pl_keeper_where(keeper),
                                       .url = c->events.webhook,
                                       .secret = c->events.webhook_secret,
                                       .on_state = on_hook,
                                       .arg = f};
    enum pl_err err;
    if (c->events.webhook[0] == '\0')
        return PL_OK;
    err = pl_webhook_start(&f->hook, tools->loop, &config);
    if (err)
        pl_log_do(f->log, PL_LOG_ERROR, "webhook.failed_to_start",
                  pl_log_str("why", pl_err_name(err)));
    return err;
}

enum pl_err pl_feed_start(struct pl_feed **out, const struct pl_daemon_tools *tools,
                          struct pl_keeper *keeper)
{
    struct pl_feed *f;
    enum pl_err err;
    *out = NULL;
    if (!keeper || tools->config->events.keep == 0)
        return PL_OK;
    f = calloc(1, sizeof(*f));
    if (!f)
        return PL_E_NOMEM;
    f->log = tools->log;
    f->store = pl_keeper_store(keeper);
    f->keep = tools->config->events.keep;
    f->texts = tools->config->events.texts;
    f->timer = pl_timer_create(tools->loop, flush, f);
    err = f->timer ? start_hook(f, tools, keeper) : PL_E_NOMEM;
    if (err) {
        pl_feed_stop(f);
        return err;
    }
    *out = f;
    return PL_OK;
}

void pl_feed_stop(struct pl_feed *f)
{
    if (!f)
        return;
    if (f->timer) {
        flush(f);
        pl_timer_destroy(f->timer);
    }
    pl_webhook_stop(f->hook);
    pl_store_forget(f->store, f);
    free(f);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/feed.h"

#include "adapters/store/event_text.h"
#include "base/list.h"
#include "io/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { STREAM_BATCH = 100, PROBLEM_MAX = 320 };

static const pl_time_us beat = PL_SEC(15);

enum stage {
    BOUNDS,  /* the store is asked for the last number */
    READING, /* ... for events */
    WAITING, /* for news, or for its time to be over */
    SENDING, /* for what was sent to go out */
};

struct reader {
    struct pl_list node;
    struct pl_admin_feed *feed;
    uint64_t ticket;
    enum stage stage;
    bool stream;
    bool anywhere; /* begins with the oldest there is */
    bool news;     /* while it was reading */
    int64_t after, last;
    size_t limit;
    pl_time_us until; /* of the wait, or the next sign of life */
};

struct pl_admin_feed {
    struct pl_store *store;
    struct pl_admin *admin;
    struct pl_timer *timer;
    struct pl_list readers;
    size_t count;
};

/* ---- a reader's end ---- */

static void drop(struct reader *r)
{
    pl_store_forget(r->feed->store, r);
    pl_list_remove(&r->node);
    r->feed->count--;
    free(r);
}

/* Takes json (NULL: out of memory). */
static void reply(struct reader *r, uint16_t status, char *json)
{
    struct pl_admin_reply out = {json ? status : 503, json, json ? strlen(json) : 0, NULL};
    struct pl_admin *admin = r->feed->admin;
    uint64_t ticket = r->ticket;
    drop(r);
    pl_admin_reply(admin, ticket, &out);
}

static void fail(struct reader *r, uint16_t status, const char *error, const char *cure)
{
    char text[PROBLEM_MAX];
    struct pl_admin *admin = r->feed->admin;
    uint64_t ticket = r->ticket;
    if (!r->stream) {
        (void)snprintf(text, sizeof(text), "{\"error\":\"%s\",\"cure\":\"%s\"}", error, cure);
        reply(r, status, strdup(text));
        return;
    }
    (void)snprintf(text, sizeof(text),
                   "event: failed\ndata: {\"error\":\"%s\",\"cure\":\"%s\"}\n\n", error, cure);
    drop(r);
    (void)pl_admin_stream(admin, ticket, pl_bytes_str(text));
    pl_admin_stream_end(admin, ticket);
}

/* What comes next is not there. */
static void gone(struct reader *r, int64_t oldest)
{
    char text[PROBLEM_MAX];
    struct pl_admin *admin = r->feed->admin;
    uint64_t ticket = r->ticket;
    const char *begin = r->stream ? "event: gone\ndata: " : "", *end = r->stream ? "\n\n" : "";
    (void)snprintf(text, sizeof(text),
                   "%s{\"error\":\"what follows event %" PRId64
                   " is not kept\",\"cure\":\"begin anew without after, and take what was missed "
                   "for lost\",\"oldest\":%" PRId64 ",\"last\":%" PRId64 "}%s",
                   begin, r->after, oldest, r->last, end);
    if (!r->stream) {
        reply(r, 410, strdup(text));
        return;
    }
    drop(r);
    (void)pl_admin_stream(admin, ticket, pl_bytes_str(text));
    pl_admin_stream_end(admin, ticket);
}

/* ---- events as text ---- */

static size_t write_event(const struct reader *r, const struct pl_store_event *e, char *out)
{
    char text[PL_STORE_EVENT_TEXT_MAX];
    int n = pl_store_event_text(e, text, sizeof(text));
    if (n < 0 || n >= (int)sizeof(text)) /* none of ours: others have written it */
        n = snprintf(text, sizeof(text), "{\"number\":%" PRId64 ",\"kind\":\"unreadable\"}",
                     e->number);
    if (r->stream)
        return (size_t)sprintf(out, "id: %" PRId64 "\ndata: %s\n\n", e->number, text);
    memcpy(out, text, (size_t)n);
    return (size_t)n;
}

/* NULL: out of memory. */
static char *write_all(const struct reader *r, const struct pl_store_event *events, size_t count)
{
    enum { EXTRA = 48 }; /* around each */
    char *out = malloc(count * (PL_STORE_EVENT_TEXT_MAX + EXTRA) + 64);
    size_t n = 0;
    if (!out)
        return NULL;
    if (!r->stream)
        n = (size_t)sprintf(out, "{\"events\":[");
    for (size_t i = 0; i < count; i++) {
        if (!r->stream && i > 0)
            out[n++] = ',';
        n += write_event(r, &events[i], out + n);
    }
    if (!r->stream)
        n += (size_t)sprintf(out + n, "],\"next\":%" PRId64 "}", r->after);
    out[n] = '\0';
    return out;
}

/* ---- reading ---- */

static void read_on(struct reader *r);

/* One timer for all: readers are few. */
static void rearm(struct pl_admin_feed *f)
{
    pl_time_us at = PL_TIME_NEVER;
    struct pl_list *it;
    pl_list_for_each(it, &f->readers)
    {
        const struct reader *r = pl_container_of(it, struct reader, node);
        if (r->stage == WAITING)
            at = pl_time_min(at, r->until);
    }
    pl_timer_arm(f->timer, at);
}

static void wait(struct reader *r)
{
    r->stage = WAITING;
    if (r->stream)
        r->until = pl_clock_now_us() + beat;
    rearm(r->feed);
}

/* The stream's next piece. */
static void send_piece(struct reader *r, char *text, bool more)
{
    bool out = text && pl_admin_stream(r->feed->admin, r->ticket, pl_bytes_str(text));
    if (!text) {
        fail(r, 503, "out of memory", "try again");
        return;
    }
    free(text);
    if (!out)
        r->stage = SENDING;
    else if (more || r->news)
        read_on(r);
    else
        wait(r);
}

static void on_events(void *arg, const struct pl_store_answer *a)
{
    struct reader *r = arg;
    const struct pl_store_event *events = a->rows;
    if (a->err) {
        fail(r, 503, "the store cannot be asked", "see store.down in the log; try again");
        return;
    }
    if (a->count > 0 && events[0].number != r->after + 1 && !r->anywhere) {
        gone(r, events[0].number);
        return;
    }
    if (a->count > 0) {
        r->anywhere = false;
        r->after = events[a->count - 1].number;
    }
    if (r->stream && a->count > 0)
        send_piece(r, write_all(r, events, a->count), a->more);
    else if (!r->stream && (a->count > 0 || pl_clock_now_us() >= r->until))
        reply(r, 200, write_all(r, events, a->count));
    else if (r->news)
        read_on(r);
    else
        wait(r);
}

static void read_on(struct reader *r)
{
    struct pl_store_event after = {.number = r->after};
    const struct pl_store_query q = {.table = PL_STORE_EVENTS, .after = &after, .limit = r->limit};
    r->news = false;
    r->stage = READING;
    if (pl_store_read(r->feed->store, &q, (struct pl_store_reply){on_events, r}, NULL))
        fail(r, 503, "too much is asked of the store", "try again");
}

/* Where the feed has come to: a reader beyond it has seen another database. */
static void on_bounds(void *arg, const struct pl_store_answer *a)
{
    struct reader *r = arg;
    if (a->err) {
        fail(r, 503, "the store cannot be asked", "see store.down in the log; try again");
        return;
    }
    r->last = a->count > 0 ? ((const struct pl_store_counter *)a->rows)->value : 0;
    if (r->after > r->last) {
        gone(r, 0);
        return;
    }
    if (r->stream && !pl_admin_stream(r->feed->admin, r->ticket, pl_bytes_str(": events\n\n")))
        r->stage = SENDING;
    else
        read_on(r);
}

static void begin(struct reader *r)
{
    struct pl_store_counter key = {pl_bytes_str("parlor_events"), 0};
    const struct pl_store_query q = {
        .table = PL_STORE_COUNTERS, .key = &key, .keys = 1, .limit = 1};
    r->stage = BOUNDS;
    if (pl_store_read(r->feed->store, &q, (struct pl_store_reply){on_bounds, r}, NULL))
        fail(r, 503, "too much is asked of the store", "try again");
}

/* ---- what others call ---- */

/* Last-Event-ID is where a stream that broke goes on. */
static int64_t after_of(const struct pl_admin_request *request, int64_t after)
{
    char digits[24], *end;
    long long n;
    if (request->last_event.len == 0 ||
        !pl_bytes_to_str(request->last_event, digits, sizeof(digits)) || digits[0] < '0' ||
        digits[0] > '9')
        return after;
    n = strtoll(digits, &end, 10);
    return *end == '\0' ? n : after;
}

static bool wants_stream(const struct pl_admin_request *request)
{
    static const char type[] = "text/event-stream";
    return request->accept.len > 0 &&
           memmem(request->accept.data, request->accept.len, type, sizeof(type) - 1);
}

void pl_admin_feed_events(struct pl_admin_feed *f, const struct pl_admin_request *request,
                          int64_t after, int64_t limit, int64_t wait_s, struct pl_admin_reply *out)
{
    struct reader *r = f->count < PL_ADMIN_READERS_MAX ? calloc(1, sizeof(*r)) : NULL;
    if (!r) {
        pl_admin_refuse(out, 503, "too many read the feed already", "at most 16 at once");
        return;
    }
    r->feed = f;
    r->ticket = request->ticket;
    r->stream = request->method != PL_HTTP_HEAD && wants_stream(request);
    r->after = r->stream ? after_of(request, after) : after;
    r->anywhere = r->after < 0;
    r->after = r->after < 0 ? 0 : r->after;
    r->limit = r->stream ? STREAM_BATCH : (size_t)limit;
    r->until = pl_clock_now_us() + PL_SEC(wait_s);
    pl_list_add_tail(&f->readers, &r->node);
    f->count++;
    out->status = PL_ADMIN_LATER;
    begin(r);
}

static struct reader *find(struct pl_admin_feed *f, uint64_t ticket)
{
    struct pl_list *it;
    pl_list_for_each(it, &f->readers)
    {
        struct reader *r = pl_container_of(it, struct reader, node);
        if (r->ticket == ticket)
            return r;
    }
    return NULL;
}

void pl_admin_feed_gone(struct pl_admin_feed *f, uint64_t ticket)
{
    struct reader *r = find(f, ticket);
    if (r)
        drop(r);
}

void pl_admin_feed_drained(struct pl_admin_feed *f, uint64_t ticket)
{
    struct reader *r = find(f, ticket);
    if (r && r->stage == SENDING)
        read_on(r);
}

void pl_admin_feed_news(struct pl_admin_feed *f)
{
    struct pl_list *it, *tmp;
    if (!f)
        return;
    pl_list_for_each_safe(it, tmp, &f->readers)
    {
        struct reader *r = pl_container_of(it, struct reader, node);
        r->news = true;
        if (r->stage == WAITING)
            read_on(r);
    }
}

/* ---- time ---- */

static void on_time(void *arg)
{
    struct pl_admin_feed *f = arg;
    struct pl_list *it, *tmp;
    pl_time_us now = pl_clock_now_us();
    pl_list_for_each_safe(it, tmp, &f->readers)
    {
        struct reader *r = pl_container_of(it, struct reader, node);
        if (r->stage != WAITING || now < r->until)
            continue;
        if (r->stream)
            send_piece(r, strdup(": still here\n\n"), false);
        else
            reply(r, 200, write_all(r, NULL, 0));
    }
    rearm(f);
}

enum pl_err pl_admin_feed_create(struct pl_admin_feed **out, struct pl_loop *loop,
                                 struct pl_store *store)
{
    struct pl_admin_feed *f = calloc(1, sizeof(*f));
    *out = NULL;
    if (!f)
        return PL_E_NOMEM;
    f->store = store;
    pl_list_init(&f->readers);
    f->timer = pl_timer_create(loop, on_time, f);
    if (!f->timer) {
        free(f);
        return PL_E_NOMEM;
    }
    *out = f;
    return PL_OK;
}

void pl_admin_feed_attach(struct pl_admin_feed *f, struct pl_admin *admin)
{
    f->admin = admin;
}

void pl_admin_feed_destroy(struct pl_admin_feed *f)
{
    if (!f)
        return;
    while (!pl_list_empty(&f->readers))
        drop(pl_container_of(f->readers.next, struct reader, node));
    pl_timer_destroy(f->timer);
    free(f);
}

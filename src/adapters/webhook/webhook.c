/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/webhook/webhook.h"

#include "adapters/store/event_text.h"
#include "base/hex.h"
#include "io/clock.h"
#include "io/mailbox.h"
#include "io/thread.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <openssl/hmac.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    WHY_MAX = 256,
    PAUSE_MAX_MS = 60000,
    BODY_MAX = PL_WEBHOOK_EVENTS_MAX * PL_STORE_EVENT_TEXT_MAX + 32,
    CURSOR_NEWS = 8,
};

#define CURSOR "webhook"

struct news {
    char why[WHY_MAX]; /* empty: it works again */
};

struct pl_webhook {
    struct pl_mailbox *wakes; /* a byte, or none: to poll on */
    struct pl_mailbox *news;
    struct pl_watch *watch;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    void (*on_state)(void *arg, const char *why);
    void *arg;

    struct pl_store_db *db; /* the thread's, as all below */
    CURL *curl;
    char *url, *secret;
    pl_time_us pause, timeout;
    bool failing;
    int64_t cursor; /* the last number that was taken */
    int64_t last;   /* in the body */
    size_t events;  /* in the body */
    size_t len;
    char body[BODY_MAX];
};

void pl_webhook_sign(const char *secret, int64_t at_s, struct pl_bytes body,
                     char out[PL_WEBHOOK_SIGNATURE_MAX])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned int n = 0;
    char stamp[24];
    int used = snprintf(stamp, sizeof(stamp), "%" PRId64 ".", at_s);
    uint8_t *text = malloc((size_t)used + body.len);
    out[0] = '\0';
    if (!text)
        return; /* unsigned, and refused by the receiver: it comes again */
    memcpy(text, stamp, (size_t)used);
    memcpy(text + used, body.data, body.len);
    if (HMAC(EVP_sha256(), secret, (int)strlen(secret), text, (size_t)used + body.len, sum, &n)) {
        used = snprintf(out, PL_WEBHOOK_SIGNATURE_MAX, "t=%" PRId64 ",v1=", at_s);
        pl_hex_str(pl_bytes_of(sum, n), out + used); /* 26 and 64 characters: they fit */
    }
    free(text);
}

/* ---- the thread ---- */

static void tell(struct pl_webhook *h, const char *why)
{
    struct news news = {""};
    enum pl_err err;
    if (h->failing == (why != NULL))
        return;
    h->failing = why != NULL;
    if (why)
        (void)snprintf(news.why, sizeof(news.why), "%s", why[0] ? why : "failed");
    err = pl_mailbox_push(h->news, &news);
    (void)err; /* the loop stands still: it has other troubles */
}

/* Until there is news, or time is up (NEVER: only news). */
static void wait_for(struct pl_webhook *h, int timeout_ms)
{
    struct pollfd p = {.fd = pl_mailbox_fd(h->wakes), .events = POLLIN};
    char some[64];
    (void)poll(&p, 1, timeout_ms);
    while (pl_mailbox_take(h->wakes, some, sizeof(some)) > 0)
        ;
}

/* New events do not hurry a receiver that is in trouble; the stop does. */
static void pause_for(struct pl_webhook *h, pl_time_us us)
{
    pl_time_us until = pl_clock_now_us() + us, now;
    while (!atomic_load(&h->stopping) && (now = pl_clock_now_us()) < until)
        wait_for(h, (int)((until - now) / 1000) + 1);
}

static bool on_cursor(void *arg, const void *record)
{
    const struct pl_store_cursor *c = record;
    *(int64_t *)arg = c->number;
    return false;
}

static enum pl_err read_cursor(struct pl_webhook *h)
{
    struct pl_store_cursor key = {pl_bytes_str(CURSOR), 0};
    struct pl_store_query q = {.table = PL_STORE_CURSORS, .key = &key, .keys = 1, .limit = 1};
    return pl_store_db_read(h->db, &q, on_cursor, &h->cursor);
}

static enum pl_err write_cursor(struct pl_webhook *h)
{
    struct pl_store_cursor c = {pl_bytes_str(CURSOR), h->cursor};
    struct pl_store_change change = {PL_STORE_PUT, PL_STORE_CURSORS, &c, 0};
    return pl_store_db_write(h->db, &change, 1, NULL);
}

static bool on_event(void *arg, const void *record)
{
    struct pl_webhook *h = arg;
    const struct pl_store_event *e = record;
    char text[PL_STORE_EVENT_TEXT_MAX];
    int n = pl_store_event_text(e, text, sizeof(text));
    if (n > 0 && n < (int)sizeof(text))
        h->len += (size_t)snprintf(h->body + h->len, sizeof(h->body) - h->len, "%s%s",
                                   h->events ? "," : "", text);
    h->events++;
    h->last = e->number;
    return true;
}

/* What comes next, into the body. */
static enum pl_err gather(struct pl_webhook *h)
{
    struct pl_store_event after = {.number = h->cursor};
    struct pl_store_query q = {
        .table = PL_STORE_EVENTS, .after = &after, .limit = PL_WEBHOOK_EVENTS_MAX};
    enum pl_err err;
    h->events = 0;
    h->len = (size_t)snprintf(h->body, sizeof(h->body), "{\"events\":[");
    err = pl_store_db_read(h->db, &q, on_event, h);
    h->len += (size_t)snprintf(h->body + h->len, sizeof(h->body) - h->len, "]}");
    return err;
}

/* Their words are of no interest. */
static size_t drop(char *data, size_t size, size_t count, void *arg)
{
    (void)data;
    (void)arg;
    return size * count;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct pl_webhook *h = arg;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return atomic_load(&h->stopping);
}

/* True: it was taken. */
static bool post(struct pl_webhook *h, char why[WHY_MAX])
{
    char signature[PL_WEBHOOK_SIGNATURE_MAX], field[PL_WEBHOOK_SIGNATURE_MAX + 32];
    struct curl_slist *fields = curl_slist_append(NULL, "Content-Type: application/json"), *more;
    CURLcode code = CURLE_OUT_OF_MEMORY;
    long status = 0;
    pl_webhook_sign(h->secret, (int64_t)(pl_clock_wall_us() / 1000000u),
                    pl_bytes_of(h->body, h->len), signature);
    (void)snprintf(field, sizeof(field), "Parlor-Signature: %s", signature);
    more = fields ? curl_slist_append(fields, field) : NULL;
    if (more) {
        (void)curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, more);
        (void)curl_easy_setopt(h->curl, CURLOPT_POSTFIELDS, h->body);
        (void)curl_easy_setopt(h->curl, CURLOPT_POSTFIELDSIZE, (long)h->len);
        code = curl_easy_perform(h->curl);
        (void)curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
        (void)curl_easy_setopt(h->curl, CURLOPT_HTTPHEADER, NULL);
    }
    curl_slist_free_all(fields);
    if (code != CURLE_OK)
        (void)snprintf(why, WHY_MAX, "%s", curl_easy_strerror(code));
    else
        (void)snprintf(why, WHY_MAX, "it answers with status %ld", status);
    return code == CURLE_OK && status >= 200 && status < 300;
}

/* One turn. False: something has failed, why says what. */
static bool deliver(struct pl_webhook *h, char why[WHY_MAX])
{
    enum pl_err err = gather(h);
    if (!err && h->events > 0) {
        if (!post(h, why))
            return false;
        h->cursor = h->last;
        err = write_cursor(h);
    }
    if (err)
        (void)snprintf(why, WHY_MAX, "%s", pl_store_db_why(h->db));
    return !err;
}

static void run(void *arg)
{
    struct pl_webhook *h = arg;
    pl_time_us pause = h->pause;
    char why[WHY_MAX];
    while (read_cursor(h) != PL_OK && !atomic_load(&h->stopping))
        pause_for(h, h->pause);
    while (!atomic_load(&h->stopping)) {
        if (!deliver(h, why)) {
            if (!atomic_load(&h->stopping))
                tell(h, why);
            pause_for(h, pause);
            pause = pl_time_min(2 * pause, PL_MS(PAUSE_MAX_MS));
            continue;
        }
        tell(h, NULL);
        pause = h->pause;
        if (h->events < PL_WEBHOOK_EVENTS_MAX)
            wait_for(h, -1);
    }
}

/* ---- the loop's thread ---- */

static void on_news(void *arg)
{
    struct pl_webhook *h = arg;
    struct news news;
    while (pl_mailbox_take(h->news, &news, 1) > 0) {
        if (h->on_state)
            h->on_state(h->arg, news.why[0] ? news.why : NULL);
    }
}

void pl_webhook_wake(struct pl_webhook *h)
{
    char one = 1;
    if (h && pl_mailbox_push(h->wakes, &one) != PL_OK)
        return; /* it has been woken already */
}

static enum pl_err prepare_curl(struct pl_webhook *h)
{
    h->curl = curl_easy_init();
    if (!h->curl)
        return PL_E_NOMEM;
    (void)curl_easy_setopt(h->curl, CURLOPT_URL, h->url);
    (void)curl_easy_setopt(h->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(h->curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(h->curl, CURLOPT_TIMEOUT_MS, (long)(h->timeout / 1000));
    (void)curl_easy_setopt(h->curl, CURLOPT_WRITEFUNCTION, drop);
    (void)curl_easy_setopt(h->curl, CURLOPT_NOPROGRESS, 0L);
    (void)curl_easy_setopt(h->curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    (void)curl_easy_setopt(h->curl, CURLOPT_XFERINFODATA, h);
    (void)curl_easy_setopt(h->curl, CURLOPT_USERAGENT, "parlord");
    return PL_OK;
}

static enum pl_err start_parts(struct pl_webhook *h, struct pl_loop *loop,
                               const struct pl_webhook_config *config)
{
    char error[PL_STORE_ERROR_MAX];
    enum pl_err err = pl_store_db_open(&h->db, config->ops, config->where, error);
    h->url = strdup(config->url);
    h->secret = strdup(config->secret);
    if (!err && (!h->url || !h->secret))
        err = PL_E_NOMEM;
    if (!err)
        err = prepare_curl(h);
    if (!err)
        err = pl_mailbox_create(&h->wakes, 1, 1);
    if (!err)
        err = pl_mailbox_create(&h->news, sizeof(struct news), CURSOR_NEWS);
    if (err)
        return err;
    h->watch = pl_watch_create(loop, pl_mailbox_fd(h->news), on_news, h);
    if (!h->watch)
        return PL_E_NOMEM;
    err = pl_thread_start(&h->thread, "webhook", run, h);
    h->started = !err;
    return err;
}

enum pl_err pl_webhook_start(struct pl_webhook **out, struct pl_loop *loop,
                             const struct pl_webhook_config *config)
{
    struct pl_webhook *h = calloc(1, sizeof(*h));
    enum pl_err err;
    *out = NULL;
    if (!h)
        return PL_E_NOMEM;
    h->on_state = config->on_state;
    h->arg = config->arg;
    h->pause = config->pause ? config->pause : PL_SEC(1);
    h->timeout = config->timeout ? config->timeout : PL_SEC(10);
    err = start_parts(h, loop, config);
    if (err) {
        pl_webhook_stop(h);
        return err;
    }
    *out = h;
    return PL_OK;
}

void pl_webhook_stop(struct pl_webhook *h)
{
    if (!h)
        return;
    if (h->started) {
        atomic_store(&h->stopping, true);
        pl_mailbox_wake(h->wakes);
        pl_thread_join(&h->thread);
    }
    if (h->watch)
        pl_watch_destroy(h->watch);
    pl_mailbox_destroy(h->wakes);
    pl_mailbox_destroy(h->news);
    curl_easy_cleanup(h->curl);
    pl_store_db_close(h->db);
    free(h->url);
    free(h->secret);
    free(h);
}

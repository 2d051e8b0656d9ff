/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include "anychaterrorcode.h"
#include "log.h"

#include "adapters/dial/ws_client.h"
#include "io/clock.h"
#include "io/random.h"
#include "io/sockaddr.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    ADDRESSES_MAX = 8,
    TRY_MS = 10000,       /* for one address, until the server has taken us */
    STEADY_MS = 10000,    /* a link that has been up so long has not failed */
    QUEUE_BYTES = 262144, /* no more is put before the line while so much waits there */
    PAUSE_MIN_MS = 250,
    PAUSE_MAX_MS = 10000,
    REFUSED_PAUSE_MS = 30000, /* repeated wrong secrets lock our address out */
};

struct pl_bras_link {
    struct pl_ws_client ws; /* first: found by it */
    struct pl_poll_fd wake; /* an eventfd */
    struct pl_bras_engine *engine;
    struct pl_bras_config config;
    char host[PL_BRAS_HOST_MAX + 10]; /* with the port, as in the URL */
    struct pl_poll poll;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    struct pl_ws_client_target target;
    struct ssl_ctx_st *tls;
    struct pl_addr addresses[ADDRESSES_MAX];
    size_t address_count, address_next;
    pl_time_us dial_at;    /* while there is no link */
    pl_time_us give_up_at; /* while one is coming up */
    pl_time_us up_since;   /* 0: not up */
    unsigned failures;     /* in a row */
    bool ending;           /* the session wants it closed */
    bool failed;           /* an address: the next one is to be tried */
};

static bool is_closed(const struct pl_bras_link *l)
{
    return l->ws.state == PL_WS_CLIENT_CLOSED;
}

/* ---- pauses ---- */

static pl_time_us pause_of(struct pl_bras_link *l, uint32_t code)
{
    uint32_t random = pl_random_u32(pl_random_kernel());
    uint64_t ms = PAUSE_MAX_MS;
    if (l->failures < 6)
        ms = (uint64_t)PAUSE_MIN_MS << l->failures;
    if (code == GV_ERR_CONNECT_AUTHFAIL || code == GV_ERR_IPADDR_LOCK ||
        code == GV_ERR_FUNCNOTALLOW)
        ms = REFUSED_PAUSE_MS;
    return PL_MS(ms * 3 / 4 + random % (ms / 2));
}

/* There is no link: the session is told, and another try comes later. */
static void lost(struct pl_bras_link *l, uint32_t code)
{
    struct pl_bras_engine *e = l->engine;
    pl_time_us now = pl_clock_now_us();
    pl_bras_engine_lock(e);
    if (e->session.end_code != 0)
        code = e->session.end_code;
    pl_bras_session_down(&e->session, code);
    e->overrun = false;
    pl_bras_engine_unlock(e);
    if (l->up_since != 0 && now - l->up_since >= PL_MS(STEADY_MS))
        l->failures = 0;
    l->dial_at = now + pause_of(l, code);
    l->failures++;
    l->up_since = 0;
    l->address_next = l->address_count = 0;
}

/* ---- dialling ---- */

static void find_addresses(struct pl_bras_link *l)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV}, *found, *a;
    int failed = getaddrinfo(l->config.host, l->config.port, &hints, &found);
    l->address_next = l->address_count = 0;
    if (failed) {
        pl_bras_log("%s: %s", l->config.host, gai_strerror(failed));
        return;
    }
    for (a = found; a && l->address_count < ADDRESSES_MAX; a = a->ai_next) {
        struct sockaddr_storage name = {0};
        memcpy(&name, a->ai_addr, a->ai_addrlen);
        if (pl_sockaddr_read(&l->addresses[l->address_count], &name) == PL_OK)
            l->address_count++;
    }
    freeaddrinfo(found);
}

/* A server that vanishes without a word is noticed by the kernel within half a minute. */
static void keep_alive(int fd)
{
    int on = 1, idle = 10, every = 5, times = 3, unsent_ms = 20000;
    (void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &every, sizeof(every));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &times, sizeof(times));
    (void)setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unsent_ms, sizeof(unsent_ms));
}

/* The next address, as long as there is one. */
static void dial_next(struct pl_bras_link *l, uint32_t code)
{
    while (l->address_next < l->address_count) {
        l->target.addr = l->addresses[l->address_next++];
        if (pl_ws_client_open(&l->ws, &l->target) == PL_OK) {
            keep_alive(l->ws.fd.fd);
            l->give_up_at = pl_clock_now_us() + PL_MS(TRY_MS);
            return;
        }
    }
    lost(l, code);
}

static void dial(struct pl_bras_link *l)
{
    find_addresses(l);
    dial_next(l, l->address_count == 0 ? GV_ERR_CONNECT_DNSERROR : AC_ERROR_CONNECT_SOCKETERR);
}

/* ---- of the WebSocket ---- */

static void on_open(struct pl_ws_client *ws)
{
    struct pl_bras_link *l = (struct pl_bras_link *)(void *)ws;
    pl_bras_engine_lock(l->engine);
    pl_bras_session_up(&l->engine->session);
    pl_bras_engine_unlock(l->engine);
}

static void on_text(struct pl_ws_client *ws, struct pl_bytes text)
{
    struct pl_bras_link *l = (struct pl_bras_link *)(void *)ws;
    struct pl_bras_session *s = &l->engine->session;
    pl_time_us now = pl_clock_now_us();
    if (l->ending)
        return;
    pl_bras_engine_lock(l->engine);
    if (pl_bras_session_text(s, now, text) || l->engine->overrun)
        l->ending = true;
    if (s->state == PL_BRAS_UP && l->up_since == 0)
        l->up_since = now;
    pl_bras_engine_unlock(l->engine);
}

static void on_closed(struct pl_ws_client *ws, const char *why)
{
    struct pl_bras_link *l = (struct pl_bras_link *)(void *)ws;
    bool tried = l->engine->session.state == PL_BRAS_DOWN; /* only this thread changes it */
    pl_bras_log("%s: %s", l->host, why);
    if (tried)
        l->failed = true;
    else
        lost(l, GV_ERR_CONNECT_ABORT);
}

static const struct pl_ws_client_handler handler = {on_open, on_text, on_closed};

/* ---- the thread ---- */

static void hang_up(struct pl_bras_link *l, uint32_t code)
{
    pl_ws_client_finish(&l->ws);
    l->ending = false;
    lost(l, code);
}

/* It has not come up in time. */
static void give_up(struct pl_bras_link *l)
{
    if (l->engine->session.state != PL_BRAS_DOWN) {
        hang_up(l, GV_ERR_CONNECT_TIMEOUT);
        return;
    }
    pl_ws_client_finish(&l->ws);
    dial_next(l, GV_ERR_CONNECT_TIMEOUT);
}

static void send_waiting(struct pl_bras_link *l)
{
    struct pl_bytes text;
    enum pl_err err = PL_OK;
    if (l->ws.state != PL_WS_CLIENT_OPEN)
        return;
    pl_bras_engine_lock(l->engine);
    while (!err && pl_ws_client_waiting(&l->ws) < QUEUE_BYTES &&
           pl_bras_session_next(&l->engine->session, &text))
        err = pl_ws_client_send(&l->ws, text);
    pl_bras_engine_unlock(l->engine);
    if (err)
        hang_up(l, GV_ERR_CONNECT_ABORT); /* the line is broken, or memory short */
}

static void look_at_clock(struct pl_bras_link *l, pl_time_us now)
{
    if (l->failed) {
        l->failed = false;
        dial_next(l, AC_ERROR_CONNECT_SOCKETERR);
        return;
    }
    if (is_closed(l)) {
        if (now >= l->dial_at && pl_bras_dispatch_has_room(&l->engine->dispatch))
            dial(l);
        return;
    }
    if (l->ending)
        hang_up(l, GV_ERR_CONNECT_ABORT);
    else if (l->up_since == 0 && now >= l->give_up_at)
        give_up(l);
}

static pl_time_us next_look(const struct pl_bras_link *l, pl_time_us now)
{
    if (l->failed)
        return now;
    if (is_closed(l)) /* beyond dial_at it waits for the program to have caught up */
        return l->dial_at > now ? l->dial_at : now + PL_MS(100);
    return l->up_since == 0 ? l->give_up_at : PL_TIME_NEVER;
}

static void run(void *arg)
{
    struct pl_bras_link *l = arg;
    while (!atomic_load(&l->stopping)) {
        pl_time_us now = pl_clock_now_us();
        look_at_clock(l, now);
        send_waiting(l);
        pl_poll_wait(&l->poll, next_look(l, now));
    }
    pl_ws_client_finish(&l->ws);
    pl_bras_engine_lock(l->engine);
    l->engine->session.state = PL_BRAS_DOWN;
    pl_bras_engine_unlock(l->engine);
}

static void on_wake(struct pl_poll_fd *fd, uint32_t events)
{
    uint64_t n;
    (void)events;
    if (read(fd->fd, &n, sizeof(n)) < 0)
        return; /* somebody was faster than the kernel: nothing to clear */
}

void pl_bras_link_wake(struct pl_bras_link *l)
{
    uint64_t one = 1;
    if (write(l->wake.fd, &one, sizeof(one)) < 0)
        return; /* full: it is awake already */
}

/* ---- life ---- */

static bool make_tls(struct pl_bras_link *l)
{
    if (!l->config.tls)
        return true;
    l->tls = pl_ws_line_context_create(false);
    if (!l->tls)
        return false;
    if (l->config.ca[0] && SSL_CTX_load_verify_locations(l->tls, l->config.ca, NULL) != 1) {
        pl_bras_warn("%s: no certificates can be read from it", l->config.ca);
        return false;
    }
    return true;
}

struct pl_bras_link *pl_bras_link_create(struct pl_bras_engine *engine,
                                         const struct pl_bras_config *config)
{
    struct pl_bras_link *l = calloc(1, sizeof(*l));
    if (!l)
        return NULL;
    l->engine = engine;
    l->config = *config;
    l->poll.epoll = -1;
    l->wake = (struct pl_poll_fd){eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), on_wake};
    pl_ws_client_init(&l->ws, &l->poll, &handler);
    (void)snprintf(l->host, sizeof(l->host), strchr(config->host, ':') ? "[%s]:%s" : "%s:%s",
                   config->host, config->port);
    if (l->wake.fd < 0 || pl_poll_open(&l->poll) || !make_tls(l) ||
        pl_poll_add(&l->poll, &l->wake, EPOLLIN)) {
        pl_bras_link_destroy(l);
        return NULL;
    }
    l->target = (struct pl_ws_client_target){.host = l->host,
                                             .path = "/business",
                                             .subprotocol = PL_WIRE_PROTOCOL,
                                             .tls = l->tls,
                                             .name = l->config.host};
    return l;
}

void pl_bras_link_destroy(struct pl_bras_link *l)
{
    if (!l)
        return;
    pl_ws_client_finish(&l->ws);
    if (l->wake.fd >= 0)
        pl_poll_remove(&l->poll, &l->wake);
    pl_poll_close(&l->poll);
    pl_ws_line_context_destroy(l->tls);
    explicit_bzero(&l->config, sizeof(l->config));
    free(l);
}

enum pl_err pl_bras_link_start(struct pl_bras_link *l)
{
    enum pl_err err = pl_thread_start(&l->thread, "bras-link", run, l);
    l->started = err == PL_OK;
    return err;
}

void pl_bras_link_stop(struct pl_bras_link *l)
{
    if (!l->started)
        return;
    atomic_store(&l->stopping, true);
    pl_bras_link_wake(l);
    pl_thread_join(&l->thread);
    l->started = false;
}

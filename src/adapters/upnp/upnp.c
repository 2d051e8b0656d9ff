/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/upnp/upnp.h"

#include "adapters/upnp/igd.h"
#include "io/clock.h"
#include "io/mailbox.h"
#include "io/thread.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    EVENTS_MAX = 4 * PL_UPNP_PORTS_MAX,
    EVENTS_AT_ONCE = 16,
    FAILURES_BEFORE_LOSS = 2, /* in a row; a router may be busy for a moment */
};

static const pl_time_us check_us = PL_SEC(60);
static const pl_time_us retry_us = PL_SEC(10);
static const pl_time_us retry_most_us = PL_SEC(600);
static const pl_time_us look_us = PL_SEC(30); /* the longest that one look at the device may take */
static const pl_time_us unmap_us = PL_MS(2000);
static const pl_time_us stop_us = PL_MS(3000);

/* One port. */
struct mapping {
    struct pl_upnp_port port;
    struct pl_addr
        told;   /* where it is reachable, as the other thread knows; family NONE: nowhere */
    bool held;  /* the device has it for us */
    int failed; /* what was told of it last; 0: nothing */
};

struct pl_upnp {
    /* Both threads. */
    struct pl_mailbox *events;
    int stop_fd, done_fd;
    /* The loop's thread. */
    struct pl_thread thread;
    struct pl_watch *watch;
    void (*on_event)(void *arg, const struct pl_upnp_event *e);
    void *arg;
    /* Our own thread. */
    struct pl_upnp_config config;
    struct mapping mappings[PL_UPNP_PORTS_MAX];
    bool found, permanent;
    uint32_t uptime;
    struct pl_addr external;
    pl_time_us refresh_at, pause;
    unsigned failures;
    int failed;
    struct pl_igd igd;
};

/* ---- causes ---- */

static void explain(struct pl_upnp_event *e, int code)
{
    static const struct {
        int code;
        const char *why, *cure;
    } causes[] = {
        {PL_UPNP_SILENT, "no router answers",
         "switch UPnP on in the router, or forward the ports by hand and set media.advertise"},
        {PL_UPNP_GARBAGE, "the router's answer cannot be used",
         "forward the ports by hand and set media.advertise"},
        {PL_UPNP_OFFLINE, "the router is not connected to the Internet", "look at the router"},
        {PL_UPNP_BEHIND, "the router itself is behind NAT",
         "ask the provider for a public address, or forward the ports on the outer router"},
        {PL_UPNP_CONFLICT, "the port is mapped to another machine",
         "choose another port, or remove the mapping in the router"},
        {606, "the router does not allow it", "let UPnP change port mappings in the router"},
        {728, "the router has no room for more mappings", "remove mappings in the router"},
        {729, "the router's own rules use the port", "choose another port"},
    };
    e->code = code;
    e->why = "the router refused";
    e->cure = "forward the ports by hand and set media.advertise";
    for (size_t i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
        if (causes[i].code == code) {
            e->why = causes[i].why;
            e->cure = causes[i].cure;
        }
    }
}

/* ---- what is told ---- */

static void tell_failure(struct pl_upnp *u, struct pl_upnp_port port, int code, int *last)
{
    struct pl_upnp_event e = {.type = PL_UPNP_FAILED, .port = port};
    if (code == *last)
        return;
    if (code == PL_UPNP_BEHIND)
        e.external = u->external;
    explain(&e, code);
    if (pl_mailbox_push(u->events, &e) == PL_OK)
        *last = code;
}

/* What could not be told stays untold, and is tried again with the next look. */
static void tell_mapped(struct pl_upnp *u, struct mapping *m)
{
    struct pl_upnp_event e = {.type = PL_UPNP_MAPPED,
                              .port = m->port,
                              .external = u->external,
                              .permanent = u->permanent};
    e.external.port = m->port.port;
    if (!pl_addr_eq(&e.external, &m->told) && pl_mailbox_push(u->events, &e) == PL_OK)
        m->told = e.external;
}

static void tell_lost(struct pl_upnp *u, struct mapping *m, int code)
{
    struct pl_upnp_event e = {.type = PL_UPNP_LOST, .port = m->port};
    explain(&e, code);
    if (m->told.family != PL_ADDR_NONE && pl_mailbox_push(u->events, &e) == PL_OK)
        m->told = (struct pl_addr){0};
}

/* ---- our thread ---- */

static struct pl_upnp_patience patience_of(const struct pl_upnp *u)
{
    return (struct pl_upnp_patience){pl_clock_now_us() + look_us, u->stop_fd};
}

/* True: asked to stop. */
static bool wait_until(const struct pl_upnp *u, pl_time_us at)
{
    for (;;) {
        struct pollfd stop = {u->stop_fd, POLLIN, 0};
        pl_time_us now = pl_clock_now_us();
        int ms = at > now ? (int)pl_time_min((at - now) / 1000u + 1, 60000) : 0;
        if (poll(&stop, 1, ms) > 0)
            return true;
        if (pl_clock_now_us() >= at)
            return false;
    }
}

static int map_one(struct pl_upnp *u, struct mapping *m)
{
    struct pl_upnp_port p = m->port;
    int err =
        pl_igd_map(&u->igd, patience_of(u), p.tcp, p.port, u->permanent ? 0 : u->config.lease_s);
    if (err == PL_UPNP_PERMANENT_ONLY && !u->permanent) {
        u->permanent = true;
        err = pl_igd_map(&u->igd, patience_of(u), p.tcp, p.port, 0);
    }
    return err;
}

/* What the device refuses for one port is that port's matter; a device that fails is everybody's.
 */
static int map_all(struct pl_upnp *u)
{
    for (size_t i = 0; i < u->config.port_count; i++) {
        struct mapping *m = &u->mappings[i];
        int err = map_one(u, m);
        if (err < 0)
            return err;
        if (err) {
            m->held = false;
            tell_lost(u, m, err);
            tell_failure(u, m->port, err, &m->failed);
            continue;
        }
        m->held = true;
        m->failed = 0;
        tell_mapped(u, m);
    }
    u->refresh_at = pl_clock_now_us() + PL_SEC(u->config.lease_s) / 2;
    return PL_UPNP_OK;
}

static int look(struct pl_upnp *u)
{
    struct pl_addr external;
    uint32_t uptime;
    int err;
    if (!u->found) {
        err = pl_igd_find(&u->igd, u->config.url, patience_of(u));
        if (err)
            return err;
        u->found = true;
        u->permanent = false;
        u->uptime = 0;
        u->refresh_at = 0;
    }
    err = pl_igd_status(&u->igd, patience_of(u), &uptime);
    if (err)
        return err;
    if (uptime < u->uptime)
        u->refresh_at = 0; /* it began anew, perhaps without our mappings */
    u->uptime = uptime;
    err = pl_igd_external(&u->igd, patience_of(u), &external);
    if (!pl_addr_eq(&external, &u->external))
        u->refresh_at = 0;
    u->external = external;
    if (err)
        return err;
    return pl_clock_now_us() >= u->refresh_at ? map_all(u) : PL_UPNP_OK;
}

static pl_time_us after_failure(struct pl_upnp *u, int err)
{
    pl_time_us now = pl_clock_now_us(), pause = u->pause;
    /* A device that answers, if only that it is of no use, is kept: there may be mappings on it. */
    u->found = u->found && (err == PL_UPNP_OFFLINE || err == PL_UPNP_BEHIND);
    u->failures++;
    u->pause = pl_time_min(2 * pause, retry_most_us);
    tell_failure(u, (struct pl_upnp_port){0}, err, &u->failed);
    for (size_t i = 0; i < u->config.port_count && u->failures >= FAILURES_BEFORE_LOSS; i++)
        tell_lost(u, &u->mappings[i], err);
    return now + pause;
}

static pl_time_us after_success(struct pl_upnp *u)
{
    u->failures = 0;
    u->failed = 0;
    u->pause = u->config.retry_us;
    return pl_time_min(u->refresh_at, pl_clock_now_us() + u->config.check_us);
}

static void unmap_all(struct pl_upnp *u)
{
    struct pl_upnp_patience patience = {pl_clock_now_us() + unmap_us, -1};
    for (size_t i = 0; u->found && i < u->config.port_count; i++) {
        const struct mapping *m = &u->mappings[i];
        if (m->held && pl_igd_unmap(&u->igd, patience, m->port.tcp, m->port.port) < 0)
            return; /* it does not answer; the leases will end */
    }
}

static void run(void *arg)
{
    struct pl_upnp *u = arg;
    uint64_t one = 1;
    for (;;) {
        int err = look(u);
        if (wait_until(u, 0))
            break; /* what the stop has cut short has not failed */
        if (wait_until(u, err ? after_failure(u, err) : after_success(u)))
            break;
    }
    unmap_all(u);
    if (write(u->done_fd, &one, sizeof(one)) < 0)
        return; /* cannot be: an eventfd at 0 takes it */
}

/* ---- the loop's thread ---- */

static void take_events(void *arg)
{
    struct pl_upnp *u = arg;
    struct pl_upnp_event events[EVENTS_AT_ONCE];
    size_t n;
    while ((n = pl_mailbox_take(u->events, events, EVENTS_AT_ONCE)) > 0) {
        for (size_t i = 0; i < n; i++)
            u->on_event(u->arg, &events[i]);
    }
}

static void release(struct pl_upnp *u)
{
    if (u->stop_fd >= 0)
        close(u->stop_fd);
    if (u->done_fd >= 0)
        close(u->done_fd);
    pl_mailbox_destroy(u->events);
    free(u);
}

static enum pl_err open_all(struct pl_upnp *u, struct pl_loop *loop)
{
    enum pl_err err = pl_mailbox_create(&u->events, sizeof(struct pl_upnp_event), EVENTS_MAX);
    if (err)
        return err;
    u->stop_fd = eventfd(0, EFD_CLOEXEC);
    u->done_fd = eventfd(0, EFD_CLOEXEC);
    if (u->stop_fd < 0 || u->done_fd < 0)
        return PL_E_IO;
    u->watch = pl_watch_create(loop, pl_mailbox_fd(u->events), take_events, u);
    return u->watch ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_upnp_start(struct pl_upnp **out, struct pl_loop *loop,
                          const struct pl_upnp_config *config,
                          void (*on_event)(void *arg, const struct pl_upnp_event *e), void *arg)
{
    struct pl_upnp *u = calloc(1, sizeof(*u));
    enum pl_err err;
    assert(config->port_count <= PL_UPNP_PORTS_MAX && config->lease_s >= 2);
    if (!u)
        return PL_E_NOMEM;
    u->stop_fd = u->done_fd = -1;
    u->on_event = on_event;
    u->arg = arg;
    u->config = *config;
    if (u->config.check_us == 0)
        u->config.check_us = check_us;
    if (u->config.retry_us == 0)
        u->config.retry_us = retry_us;
    u->pause = u->config.retry_us;
    for (size_t i = 0; i < config->port_count; i++)
        u->mappings[i].port = config->ports[i];
    err = open_all(u, loop);
    if (!err)
        err = pl_thread_start(&u->thread, "upnp", run, u);
    if (err) {
        if (u->watch)
            pl_watch_destroy(u->watch);
        release(u);
        return err;
    }
    *out = u;
    return PL_OK;
}

/* True: the thread is at its end. */
static bool wait_for_end(const struct pl_upnp *u)
{
    pl_time_us until = pl_clock_now_us() + stop_us;
    for (;;) {
        struct pollfd done = {u->done_fd, POLLIN, 0};
        pl_time_us now = pl_clock_now_us();
        if (poll(&done, 1, now < until ? (int)((until - now) / 1000u + 1) : 0) > 0)
            return true;
        if (pl_clock_now_us() >= until)
            return false;
    }
}

void pl_upnp_stop(struct pl_upnp *u)
{
    uint64_t one = 1;
    ssize_t n;
    if (!u)
        return;
    n = write(u->stop_fd, &one, sizeof(one));
    assert(n == (ssize_t)sizeof(one));
    (void)n;
    pl_watch_destroy(u->watch);
    if (!wait_for_end(u))
        return;
    pl_thread_join(&u->thread);
    release(u);
}

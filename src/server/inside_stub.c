/* SPDX-License-Identifier: Apache-2.0 */
#include "server/inside_stub.h"

#include "base/idmap.h"

struct stub {
    struct pl_daemon_tools tools;
    struct pl_idmap links; /* link -> the stub itself: only the ids matter */
};

static void on_open(void *arg, uint64_t link, const struct pl_signal_peer *peer)
{
    struct stub *s = arg;
    if (pl_idmap_put(&s->links, link, s) != PL_OK)
        pl_signal_close(s->tools.signal, link, 1013, "full");
    pl_log_do(s->tools.log, PL_LOG_INFO, "link.open", pl_log_num("link", (int64_t)link),
              pl_log_addr("peer", &peer->address));
}

static void on_message(void *arg, uint64_t link, struct pl_bytes data)
{
    struct stub *s = arg;
    pl_log_do(s->tools.log, PL_LOG_DEBUG, "link.message", pl_log_num("link", (int64_t)link),
              pl_log_num("bytes", (int64_t)data.len));
}

static void on_closed(void *arg, uint64_t link, uint16_t code, const char *why)
{
    struct stub *s = arg;
    (void)pl_idmap_remove(&s->links, link);
    pl_log_do(s->tools.log, PL_LOG_INFO, "link.closed", pl_log_num("link", (int64_t)link),
              pl_log_num("code", code), pl_log_str("why", why));
}

static enum pl_err start(void *arg, const struct pl_daemon_tools *tools)
{
    struct stub *s = arg;
    s->tools = *tools;
    return PL_OK;
}

static void drain(void *arg)
{
    struct stub *s = arg;
    size_t cursor = 0;
    /* Closing only begins here; on_closed, which changes the map, comes from the loop. */
    for (uint64_t left = s->links.mask + 1; left > 0; left--, cursor++) {
        if (s->links.slots && s->links.slots[cursor].value)
            pl_signal_close(s->tools.signal, s->links.slots[cursor].key, 1001, "going down");
    }
}

static size_t busy(void *arg)
{
    struct stub *s = arg;
    return s->links.count;
}

static void stop(void *arg)
{
    struct stub *s = arg;
    pl_idmap_finish(&s->links);
}

struct pl_inside pl_inside_stub(void)
{
    static struct stub stub;
    pl_idmap_init(&stub.links, 100000);
    return (struct pl_inside){
        .arg = &stub,
        .links = {on_open, on_message, on_message, on_closed, NULL},
        .start = start,
        .drain = drain,
        .busy = busy,
        .stop = stop,
    };
}

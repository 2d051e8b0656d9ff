/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole connection without a socket: heads until an upgrade is granted, frames after it. The
 * first byte chooses how the rest is cut into pieces, so that every state meets every boundary.
 */
#include "adapters/signal/ws_conn.h"
#include "adapters/signal/ws_upgrade.h"

#include <assert.h>
#include <stdlib.h>

static const struct pl_ws_limits limits = {
    .message_bytes = 4096,
    .fragments = 16,
    .frames_per_second = 50,
    .frames_burst = 100,
    .ping_us = PL_SEC(1),
    .pong_us = PL_SEC(1),
    .close_us = PL_SEC(1),
};

struct connection {
    struct pl_http_reader http;
    struct pl_ws_conn ws;
    bool upgraded;
    bool over;
    pl_time_us now;
};

static void take_head(struct connection *c, struct pl_bytes in, size_t *used)
{
    static const struct pl_ws_upgrade_rules rules = {"parlor.v1", NULL, 0, true, false};
    enum pl_err err = pl_http_reader_input(&c->http, in, used);
    char accept[PL_WS_ACCEPT_MAX];
    const char *why;
    if (err == PL_E_AGAIN)
        return;
    if (err) {
        assert(c->http.status >= 400);
        c->over = true;
        return;
    }
    if (pl_ws_upgrade_judge(&c->http.request, &rules, accept, &why) == 101) {
        assert(strlen(accept) == 28);
        pl_ws_conn_init(&c->ws, &limits, c->now);
        c->upgraded = true;
    }
    pl_http_reader_next(&c->http);
}

static void take_frames(struct connection *c, struct pl_buf in, size_t *used)
{
    struct pl_ws_event ev;
    struct pl_bytes out;
    enum pl_err err = pl_ws_conn_input(&c->ws, c->now, in, used, &ev);
    assert(err == PL_OK || err == PL_E_AGAIN || err == PL_E_CLOSED);
    if (err == PL_OK && ev.kind == PL_WS_EVENT_TEXT)
        assert(pl_utf8_valid(ev.data));
    if (err == PL_OK && ev.kind != PL_WS_EVENT_CLOSED)
        assert(ev.data.len <= limits.message_bytes);
    while (pl_ws_conn_next_output(&c->ws, &out))
        assert(out.len >= 2 && out.len <= 127);
    if (pl_ws_conn_deadline(&c->ws) <= c->now && pl_ws_conn_tick(&c->ws, c->now, &ev))
        assert(ev.kind == PL_WS_EVENT_CLOSED);
    c->over = pl_ws_conn_done(&c->ws);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct connection c = {.now = PL_SEC(1)};
    size_t step = size > 0 && data[0] ? data[0] : SIZE_MAX;
    pl_http_reader_init(&c.http);
    for (size_t at = 1; at < size && !c.over;) {
        size_t n = size - at < step ? size - at : step, used = 0;
        uint8_t *piece = malloc(n); /* its own block, so that any step outside is seen */
        memcpy(piece, data + at, n);
        if (c.upgraded)
            take_frames(&c, (struct pl_buf){piece, n}, &used);
        else
            take_head(&c, pl_bytes_of(piece, n), &used);
        assert(used <= n);
        free(piece);
        at += used;
        c.now += PL_MS(10);
    }
    pl_http_reader_finish(&c.http);
    if (c.upgraded)
        pl_ws_conn_finish(&c.ws);
    return 0;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/signal_internal.h"

#include "io/clock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    FRAGMENTS_MAX = 1024, /* of one message */
};

struct pl_signal_config pl_signal_config_default(void)
{
    return (struct pl_signal_config){
        .max_links = 5000,
        .max_links_per_address = 64,
        .max_page_connections = 256,
        .max_message_bytes = 256 * 1024,
        .send_queue_bytes = 4 * 1024 * 1024,
        .frames_per_second = 400,
        .frames_burst = 800,
        .ping_us = PL_SEC(20),
        .pong_us = PL_SEC(10),
        .head_us = PL_SEC(10),
        .keep_us = PL_SEC(30),
        .close_us = PL_SEC(3),
    };
}

/* ---- time ---- */

static void arm_timer(struct pl_signal *s)
{
    pl_timer_arm(s->timer, pl_heap_deadline(&s->deadlines));
}

void pl_client_arm(struct pl_client *c, pl_time_us at)
{
    struct pl_signal *s = c->signal;
    pl_time_us first = pl_heap_deadline(&s->deadlines);
    if (at == PL_TIME_NEVER) {
        pl_heap_disarm(&s->deadlines, &c->deadline); /* the timer may fire for nothing: harmless */
        return;
    }
    if (pl_heap_armed(&c->deadline) && c->deadline.at == at)
        return;
    if (pl_heap_arm(&s->deadlines, &c->deadline, at) != PL_OK) {
        c->state = PL_CLIENT_ENDING;
        pl_tcp_abort(c->tcp);
    }
    if (pl_heap_deadline(&s->deadlines) < first)
        arm_timer(s);
}

static void head_is_late(struct pl_client *c)
{
    if (c->head_begun)
        pl_client_refuse(c, 408, "the request took too long");
    else
        pl_client_end(c); /* a kept connection that is not used: nothing to answer */
}

static void deadlines_due(void *arg)
{
    struct pl_signal *s = arg;
    pl_time_us now = pl_clock_now_us();
    struct pl_heap_node *n;
    while ((n = pl_heap_pop_due(&s->deadlines, now))) {
        struct pl_client *c = pl_container_of(n, struct pl_client, deadline);
        if (c->state == PL_CLIENT_LINK)
            pl_client_link_due(c, now);
        else if (c->state == PL_CLIENT_HEAD)
            head_is_late(c);
    }
    arm_timer(s);
}

/* ---- connections ---- */

void pl_client_end(struct pl_client *c)
{
    c->state = PL_CLIENT_ENDING;
    pl_client_arm(c, PL_TIME_NEVER);
    pl_tcp_shutdown(c->tcp);
}

static void stash(struct pl_client *c, struct pl_buf in)
{
    uint8_t *fresh = NULL;
    if (in.len > 0) {
        fresh = malloc(in.len);
        if (!fresh) {
            c->state = PL_CLIENT_ENDING;
            pl_tcp_abort(c->tcp);
            return;
        }
        memcpy(fresh, in.data, in.len);
    }
    free(c->stash);
    c->stash = fresh;
    c->stash_len = in.len;
}

/* Works on the input until it is used up or has to wait. */
static void drive(struct pl_client *c, struct pl_buf in)
{
    for (;;) {
        if (c->state == PL_CLIENT_SENDING && !pl_client_send_file(c)) {
            pl_tcp_pause(c->tcp);
            stash(c, in);
            return;
        }
        if (c->state == PL_CLIENT_LINK) {
            pl_client_take_frames(c, in);
            return;
        }
        if (c->state == PL_CLIENT_ENDING || in.len == 0)
            return;
        pl_client_take_head(c, &in);
    }
}

static void on_open(void *arg, struct pl_tcp_conn *tcp)
{
    struct pl_signal *s = arg;
    struct pl_client *c = calloc(1, sizeof(*c));
    pl_tcp_set_user(tcp, c);
    if (!c) {
        pl_tcp_abort(tcp);
        return;
    }
    c->signal = s;
    c->tcp = tcp;
    c->file.fd = -1;
    c->away.fd = -1;
    pl_http_reader_init(&c->http);
    pl_list_add_tail(&s->clients, &c->node);
    pl_client_arm(c, pl_clock_now_us() + s->config.head_us);
}

static void on_data(struct pl_tcp_conn *tcp, struct pl_buf data)
{
    struct pl_client *c = pl_tcp_user(tcp);
    if (c && c->state != PL_CLIENT_ENDING)
        drive(c, data);
}

void pl_client_go_on(struct pl_client *c)
{
    uint8_t *held;
    held = c->stash;
    c->stash = NULL;
    drive(c, (struct pl_buf){held, held ? c->stash_len : 0});
    free(held);
    if (c->state != PL_CLIENT_SENDING)
        pl_tcp_resume(c->tcp);
}

static void on_drained(struct pl_tcp_conn *tcp)
{
    struct pl_client *c = pl_tcp_user(tcp);
    if (c && c->state == PL_CLIENT_SENDING)
        pl_client_go_on(c);
}

static void forget(struct pl_client *c)
{
    struct pl_signal *s = c->signal;
    struct pl_addr peer = pl_tcp_peer(c->tcp);
    pl_heap_disarm(&s->deadlines, &c->deadline);
    pl_list_remove(&c->node);
    if (c->quota_held)
        pl_addr_quota_release(&s->link_quota, &peer);
    if (c->ws_begun)
        pl_ws_conn_finish(&c->ws);
    pl_file_close(&c->file);
    pl_client_close_away(c);
    pl_http_reader_finish(&c->http);
    free(c->stash);
    free(c);
}

static void on_closed(struct pl_tcp_conn *tcp, enum pl_tcp_end end)
{
    struct pl_client *c = pl_tcp_user(tcp);
    if (!c)
        return; /* we had no memory for it, or the door is closed already */
    pl_client_report_closed(c, PL_WS_CODE_ABNORMAL, pl_tcp_end_name(end));
    forget(c);
}

/* ---- start and stop ---- */

static enum pl_err open_roots(struct pl_signal *s, const struct pl_signal_config *config)
{
    assert(config->root_count <= PL_SIGNAL_ROOTS_MAX);
    for (size_t i = 0; i < config->root_count; i++) {
        struct pl_signal_open_root *root = &s->roots[i];
        size_t n = strlen(config->roots[i].prefix);
        assert(n >= 2 && n < sizeof(root->prefix) && config->roots[i].prefix[n - 1] == '/');
        enum pl_err err = pl_files_open_root(&root->directory, config->roots[i].directory);
        if (err)
            return err;
        s->root_count++;
        memcpy(root->prefix, config->roots[i].prefix, n + 1);
    }
    (void)snprintf(s->home, sizeof(s->home), "%s", config->home ? config->home : "");
    return PL_OK;
}

static enum pl_err listen_at(struct pl_signal *s)
{
    static const struct pl_tcp_handler handler = {on_open, on_data, on_drained, on_closed};
    const struct pl_signal_config *k = &s->config;
    struct pl_tcp_options options = {
        .bind = k->listen,
        .tls = k->tls,
        .max_connections = (k->routes_only ? 0 : k->max_links) + k->max_page_connections,
        /* A browser opens up to six connections for a page beside its link. */
        .max_per_address = k->max_links_per_address ? k->max_links_per_address * 2 + 16 : 0,
        .high_water_bytes = k->send_queue_bytes,
        .handshake_us = k->head_us,
        .linger_us = k->close_us,
    };
    return pl_tcp_listen(&s->listener, s->loop, &options, &handler, s);
}

enum pl_err pl_signal_start(struct pl_signal **out, struct pl_loop *loop,
                            const struct pl_signal_config *config,
                            const struct pl_signal_handler *handler, void *arg)
{
    struct pl_signal *s = calloc(1, sizeof(*s));
    enum pl_err err = PL_E_NOMEM;
    *out = NULL;
    if (!s)
        return PL_E_NOMEM;
    s->loop = loop;
    s->config = *config;
    s->handler = *handler;
    s->arg = arg;
    s->limits = (struct pl_ws_limits){
        config->max_message_bytes, FRAGMENTS_MAX,   config->frames_per_second, config->frames_burst,
        config->ping_us,           config->pong_us, config->close_us,
    };
    pl_list_init(&s->clients);
    pl_idmap_init(&s->links, config->max_links);
    pl_addr_quota_init(&s->link_quota, config->max_links, config->max_links_per_address);
    pl_heap_init(&s->deadlines);
    s->timer = pl_timer_create(loop, deadlines_due, s);
    if (s->timer)
        err = open_roots(s, config);
    if (!err)
        err = listen_at(s);
    if (err) {
        pl_signal_stop(s);
        return err;
    }
    *out = s;
    return PL_OK;
}

void pl_signal_stop(struct pl_signal *s)
{
    struct pl_list *it, *tmp;
    if (!s)
        return;
    pl_list_for_each_safe(it, tmp, &s->clients)
    {
        struct pl_client *c = pl_container_of(it, struct pl_client, node);
        pl_client_report_closed(c, PL_WS_CODE_ABNORMAL, "stopped");
        pl_tcp_set_user(c->tcp, NULL);
        forget(c);
    }
    pl_tcp_listener_destroy(s->listener);
    pl_timer_destroy(s->timer);
    if (s->vault.prefix[0])
        close(s->vault.directory);
    for (size_t i = 0; i < s->root_count; i++)
        close(s->roots[i].directory);
    pl_heap_finish(&s->deadlines);
    pl_idmap_finish(&s->links);
    pl_addr_quota_finish(&s->link_quota);
    free(s);
}

/* ---- small things ---- */

struct pl_addr pl_signal_local(const struct pl_signal *signal)
{
    return pl_tcp_listener_local(signal->listener);
}

void pl_signal_get_stats(const struct pl_signal *signal, struct pl_signal_stats *stats)
{
    const struct pl_tcp_stats *tcp = pl_tcp_listener_stats(signal->listener);
    *stats = signal->stats;
    stats->links_open = signal->links.count;
    stats->connections_open = tcp->open;
    stats->connections_refused = tcp->refused;
}

void pl_signal_set_ready(struct pl_signal *signal, bool ready)
{
    signal->ready = ready;
}

void pl_signal_drain(struct pl_signal *signal)
{
    signal->draining = true;
}

enum pl_err pl_signal_set_vault(struct pl_signal *signal, const struct pl_signal_vault *vault)
{
    struct pl_signal_open_vault *v = &signal->vault;
    enum pl_err err;
    if (v->prefix[0])
        return PL_E_LIMIT;
    assert(vault->prefix[0] == '/' && strlen(vault->prefix) < sizeof(v->prefix));
    err = pl_files_open_root(&v->directory, vault->directory);
    if (err)
        return err;
    (void)snprintf(v->prefix, sizeof(v->prefix), "%s", vault->prefix);
    v->find = vault->find;
    v->away = vault->away;
    v->open = vault->open;
    v->arg = vault->arg;
    return PL_OK;
}

enum pl_err pl_signal_add_route(struct pl_signal *signal, const char *path,
                                void (*answer)(void *arg, const struct pl_http_request *request,
                                               struct pl_signal_answer *reply),
                                void *arg)
{
    struct pl_signal_route *route = &signal->routes[signal->route_count];
    if (signal->route_count == PL_SIGNAL_ROUTES_MAX)
        return PL_E_LIMIT;
    assert(path[0] == '/' && strlen(path) < sizeof(route->path));
    (void)snprintf(route->path, sizeof(route->path), "%s", path);
    route->answer = answer;
    route->arg = arg;
    signal->route_count++;
    return PL_OK;
}

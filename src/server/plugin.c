/* SPDX-License-Identifier: Apache-2.0 */
#include "server/plugin.h"

#include "proto/wire/errors_gen.h"

#include <stdlib.h>

enum { START_SECONDS = 20 };

struct pl_plugin {
    struct pl_daemon_tools tools;
    struct pl_hub *hub;
    struct pl_filter *filter;
    bool guests;
    char version[PL_FILTER_VERSION_MAX];
};

/* A sign-in's own number: what is sent to somebody who has gone reaches nobody else. */
static uint32_t handle_of(uint64_t session)
{
    return (uint32_t)session != 0 ? (uint32_t)session : UINT32_MAX;
}

/* ---- what it says ---- */

static void on_answer(void *arg, const struct pl_filter_answer *answer)
{
    struct pl_plugin *p = arg;
    struct pl_ruling ruling = {.ticket = answer->ticket, .code = answer->code};
    ruling.login.user = answer->user;
    ruling.login.level = answer->level;
    ruling.login.name = answer->nick;
    pl_asker_answer(pl_hub_asker(p->hub), &ruling);
}

static void on_data(void *arg, int32_t user, struct pl_bytes data, bool is_text)
{
    struct pl_plugin *p = arg;
    struct pl_event e = {.type = PL_EVENT_SERVER_DATA};
    e.server_data.user = user;
    e.server_data.channel = PL_CORE_FILTER;
    e.server_data.is_text = is_text;
    e.server_data.bytes = data;
    pl_hub_event(p->hub, &e);
}

static void on_event(void *arg, const struct pl_filter_event *e)
{
    struct pl_plugin *p = arg;
    struct pl_log *log = p->tools.log;
    int64_t pause_ms = (int64_t)(e->pause_us / 1000);
    switch (e->type) {
    case PL_FILTER_EVENT_UP:
        (void)pl_bytes_to_str(pl_bytes_str(e->text), p->version, sizeof(p->version));
        pl_log_do(log, PL_LOG_INFO, "filter.up", pl_log_str("version", e->text),
                  pl_log_num("pid", e->pid));
        break;
    case PL_FILTER_EVENT_DOWN:
        pl_log_do(log, PL_LOG_ERROR, "filter.down", pl_log_str("why", e->text),
                  pl_log_num("again_in_ms", pause_ms));
        break;
    case PL_FILTER_EVENT_REFUSES:
        pl_log_do(log, PL_LOG_ERROR, "filter.failed", pl_log_str("why", e->text),
                  pl_log_num("again_in_ms", pause_ms));
        break;
    case PL_FILTER_EVENT_HANGS:
        pl_log_do(log, PL_LOG_ERROR, "filter.hangs", pl_log_str("why", e->text));
        break;
    }
}

/* ---- what it is told and asked ---- */

static void on_notice(struct pl_plugin *p, const struct pl_notice *n)
{
    switch (n->kind) {
    case PL_NOTICE_LOGIN:
        pl_filter_user_in(p->filter, n->user, handle_of(n->session), n->login.level, n->login.name,
                          n->login.ip);
        break;
    case PL_NOTICE_LOGOUT:
        pl_filter_user_out(p->filter, n->user, handle_of(n->session));
        break;
    case PL_NOTICE_ENTER:
        pl_filter_room(p->filter, n->user, n->enter.room, true);
        break;
    case PL_NOTICE_LEAVE:
        pl_filter_room(p->filter, n->user, n->leave.room, false);
        break;
    case PL_NOTICE_TEXT:
        pl_filter_text(p->filter, n->text.room, n->user, n->text.to, n->text.secret, n->text.text);
        break;
    default: /* calls and files are not its business */
        break;
    }
}

static void on_effect(void *arg, const struct pl_effect *e)
{
    struct pl_plugin *p = arg;
    if (e->type == PL_EFFECT_NOTICE)
        on_notice(p, &e->notice);
    else if (e->type == PL_EFFECT_SERVER_DATA && e->server_data.channel == PL_CORE_FILTER)
        pl_filter_data(p->filter, e->server_data.user, e->server_data.bytes);
}

static enum pl_ask_said asked(void *arg, const struct pl_question *q, struct pl_ruling *ruling)
{
    struct pl_plugin *p = arg;
    enum pl_err err;
    if (q->kind == PL_ASK_LOGIN && q->login.way == PL_LOGIN_PASSWORD &&
        (q->login.password.len > 0 || p->guests))
        err = pl_filter_ask_login(p->filter, q->ticket, q->login.name, q->login.password);
    else if (q->kind == PL_ASK_ROOM)
        err = pl_filter_ask_room(p->filter, q->ticket, q->user, q->room.room, q->room.name,
                                 q->room.password);
    else
        return PL_ASK_PASS;
    if (!err)
        return PL_ASK_LATER;
    ruling->code = PL_GV_ERR_NOENOUGHRESOURCE;
    return PL_ASK_NOW;
}

static void over(void *arg, uint32_t ticket)
{
    struct pl_plugin *p = arg;
    pl_filter_cancel(p->filter, ticket);
}

/* ---- life ---- */

void pl_plugin_core_config(const struct pl_config *c, struct pl_core_config *core)
{
    pl_time_us limit = PL_SEC(c->filter.answer_seconds);
    bool business = c->business.secret[0] != '\0'; /* they share the time: the longer one counts */
    if (c->filter.plugin[0] == '\0')
        return;
    core->notices = true;
    core->ask_guests = core->ask_guests || c->filter.guests;
    for (unsigned kind = PL_ASK_LOGIN; kind <= PL_ASK_ROOM; kind++) {
        struct pl_ask_rule *rule = &core->ask[kind];
        if (!business || rule->limit_us < limit)
            rule->limit_us = limit;
        rule->on = true;
        rule->otherwise =
            PL_GV_ERR_SERVERSDK_TIMEOUT; /* a filter that says nothing lets nobody by */
    }
}

static enum pl_err start_filter(struct pl_plugin *p)
{
    static const struct pl_filter_handler handler = {on_answer, on_data, on_event};
    const struct pl_config *c = p->tools.config;
    struct pl_filter_config config = {
        .path = c->filter.plugin,
        .min_version = c->filter.min_version,
        .thread = c->filter.isolation == PL_CONFIG_FILTER_THREAD,
        .memory_mbyte = c->filter.memory_mbyte,
        .max_users = c->server.max_sessions,
        .start_us = PL_SEC(START_SECONDS),
        .hang_us = PL_SEC(c->filter.hang_seconds),
    };
    char why[PL_FILTER_WHY_MAX];
    enum pl_err err = pl_filter_start(&p->filter, p->tools.loop, &config, &handler, p, why);
    if (err)
        pl_log_do(p->tools.log, PL_LOG_ERROR, "filter.failed_to_start",
                  pl_log_str("plugin", c->filter.plugin), pl_log_str("why", why));
    return err;
}

enum pl_err pl_plugin_start(struct pl_plugin **out, const struct pl_daemon_tools *tools,
                            struct pl_hub *hub)
{
    struct pl_hub_listener listener = {.on_effect = on_effect};
    struct pl_ask_provider provider = {.asked = asked, .over = over};
    struct pl_core_takers takes = {.data = {[PL_CORE_FILTER] = true}};
    struct pl_plugin *p;
    enum pl_err err;
    *out = NULL;
    if (tools->config->filter.plugin[0] == '\0')
        return PL_OK;
    p = calloc(1, sizeof(*p));
    if (!p)
        return PL_E_NOMEM;
    p->tools = *tools;
    p->hub = hub;
    p->guests = tools->config->filter.guests;
    err = start_filter(p);
    if (err) {
        free(p);
        return err;
    }
    listener.arg = provider.arg = p;
    pl_hub_take(hub, pl_hub_listen(hub, &listener), &takes);
    pl_asker_register(pl_hub_asker(hub), PL_ASK_FILTER, &provider);
    *out = p;
    return PL_OK;
}

void pl_plugin_stop(struct pl_plugin *p)
{
    if (!p)
        return;
    pl_filter_stop(p->filter);
    free(p);
}

bool pl_plugin_stats(const struct pl_plugin *p, struct pl_filter_stats *out)
{
    if (p)
        pl_filter_get_stats(p->filter, out);
    return p != NULL;
}

const char *pl_plugin_version(const struct pl_plugin *p)
{
    return p ? p->version : "";
}

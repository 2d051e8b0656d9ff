/* SPDX-License-Identifier: Apache-2.0 */
#include "server/desk.h"

#include "io/clock.h"
#include "io/random.h"
#include "proto/wire/errors_gen.h"

#include <assert.h>
#include <stdlib.h>

enum {
    ATTACH_SECONDS = 10,
};

struct pl_desk {
    struct pl_daemon_tools tools;
    struct pl_hub *hub;
    struct pl_business *business;
    struct pl_timer *timer;
    unsigned place;    /* among the hub's listeners */
    uint64_t speaking; /* the link whose wishes are being carried out; 0: none */
    bool ended;
};

_Static_assert((int)PL_BUSINESS_PASS == (int)PL_ASK_PASS &&
                   (int)PL_BUSINESS_LATER == (int)PL_ASK_LATER &&
                   (int)PL_BUSINESS_NOW == (int)PL_ASK_NOW,
               "what it says to a question is what the row hears");

static void arm(struct pl_desk *d)
{
    pl_timer_arm(d->timer, pl_business_deadline(d->business));
}

/* ---- what the business side wants ---- */

static void port_send(void *arg, uint64_t link, struct pl_bytes text)
{
    struct pl_desk *d = arg;
    pl_hub_say(d->hub, link, text);
}

static void port_close(void *arg, uint64_t link, uint16_t code, const char *reason)
{
    struct pl_desk *d = arg;
    pl_hub_hang_up(d->hub, link, code, reason);
}

static void port_trust(void *arg, uint64_t link)
{
    struct pl_desk *d = arg;
    pl_signal_trust(d->tools.signal, link, PL_LIMIT_BUSINESS_QUEUE_BYTES);
}

static void port_pause(void *arg, uint64_t link, pl_time_us until)
{
    struct pl_desk *d = arg;
    pl_signal_pause(d->tools.signal, link, until);
}

static void port_step(void *arg, struct pl_event *event)
{
    struct pl_desk *d = arg;
    pl_hub_event(d->hub, event);
    if (d->speaking)
        pl_hub_wait(d->hub, d->speaking);
}

static void port_rule(void *arg, const struct pl_ruling *ruling)
{
    struct pl_desk *d = arg;
    pl_asker_answer(pl_hub_asker(d->hub), ruling);
}

static void port_take(void *arg, const struct pl_core_takers *takers)
{
    struct pl_desk *d = arg;
    pl_hub_take(d->hub, d->place, takers);
}

static struct pl_core *port_core(void *arg)
{
    struct pl_desk *d = arg;
    return pl_hub_core(d->hub);
}

static void port_told(void *arg, enum pl_business_fact fact, uint64_t link, const char *ip,
                      const char *name, int code)
{
    static const char *const events[] = {
        [PL_BUSINESS_ATTACHED] = "business.attached",
        [PL_BUSINESS_REFUSED] = "business.refused",
        [PL_BUSINESS_DETACHED] = "business.detached",
        [PL_BUSINESS_CUT] = "business.cut",
    };
    struct pl_desk *d = arg;
    bool fine = fact == PL_BUSINESS_ATTACHED || fact == PL_BUSINESS_DETACHED;
    pl_log_do(d->tools.log, fine ? PL_LOG_INFO : PL_LOG_WARN, events[fact],
              pl_log_num("link", (int64_t)link), pl_log_str("ip", ip), pl_log_str("name", name),
              pl_log_num("code", code));
}

/* ---- what the server tells it ---- */

static void on_effect(void *arg, const struct pl_effect *e)
{
    struct pl_desk *d = arg;
    if (e->type == PL_EFFECT_NOTICE)
        pl_business_notice(d->business, &e->notice);
    else if (e->type == PL_EFFECT_SERVER_DATA)
        pl_business_data(d->business, e);
    else if (e->type == PL_EFFECT_OBJECT_EVENT)
        pl_business_object(d->business, e);
}

static bool on_store(void *arg, const struct pl_effect *e)
{
    struct pl_desk *d = arg;
    return pl_business_store(d->business, e);
}

static enum pl_ask_said asked(void *arg, const struct pl_question *question,
                              struct pl_ruling *ruling)
{
    struct pl_desk *d = arg;
    return (enum pl_ask_said)pl_business_ask(d->business, question, &ruling->code);
}

static void over(void *arg, uint32_t ticket)
{
    struct pl_desk *d = arg;
    pl_business_over(d->business, ticket);
}

static void on_timer(void *arg)
{
    struct pl_desk *d = arg;
    pl_business_tick(d->business, pl_clock_now_us());
    arm(d);
}

/* ---- links ---- */

bool pl_desk_link_opened(struct pl_desk *desk, uint64_t link, const struct pl_signal_peer *peer)
{
    char ip[PL_ADDR_TEXT_MAX];
    if (!desk || !peer->business)
        return false;
    pl_business_link_opened(desk->business, link,
                            pl_bytes_str(pl_addr_print_ip(&peer->address, ip)), pl_clock_now_us());
    arm(desk);
    return true;
}

bool pl_desk_link_text(struct pl_desk *desk, uint64_t link, struct pl_bytes text)
{
    if (!desk || !pl_business_has_link(desk->business, link))
        return false;
    desk->speaking = link;
    pl_business_link_text(desk->business, link, text, pl_clock_now_us());
    desk->speaking = 0;
    arm(desk);
    return true;
}

bool pl_desk_link_binary(struct pl_desk *desk, uint64_t link)
{
    if (!desk || !pl_business_has_link(desk->business, link))
        return false;
    pl_signal_close(desk->tools.signal, link, 1003, "text frames only");
    return true;
}

bool pl_desk_link_closed(struct pl_desk *desk, uint64_t link)
{
    if (!desk || !pl_business_has_link(desk->business, link))
        return false;
    pl_hub_foreign_closed(desk->hub, link);
    pl_business_link_closed(desk->business, link, pl_clock_now_us());
    arm(desk);
    return true;
}

/* ---- life ---- */

static enum pl_business_need need_of(uint32_t setting)
{
    return setting == PL_CONFIG_BUSINESS_REQUIRED ? PL_BUSINESS_REQUIRED : PL_BUSINESS_ASKED;
}

static struct pl_ask_rule rule_of(const struct pl_config *c, bool strict)
{
    return (struct pl_ask_rule){
        .on = true,
        .limit_us = PL_SEC(c->business.answer_seconds),
        .otherwise = strict ? PL_GV_ERR_SERVERSDK_TIMEOUT : PL_GV_ERR_SUCCESS,
    };
}

void pl_desk_core_config(const struct pl_config *c, struct pl_core_config *core)
{
    if (c->business.secret[0] == '\0')
        return;
    core->notices = true;
    core->object_events = true;
    core->ask[PL_ASK_LOGIN] = rule_of(c, true);
    core->ask[PL_ASK_ROOM] = rule_of(c, c->business.enter == PL_CONFIG_BUSINESS_REQUIRED);
    core->ask[PL_ASK_CALL] = rule_of(c, c->business.call == PL_CONFIG_BUSINESS_REQUIRED);
    core->ask[PL_ASK_CONTROL] = rule_of(c, true);
    core->ask_guests = core->ask_guests || c->business.guests;
}

static struct pl_business *create(struct pl_desk *d)
{
    const struct pl_config *c = d->tools.config;
    const struct pl_business_port port = {
        .send = port_send,
        .close = port_close,
        .trust = port_trust,
        .pause = port_pause,
        .step = port_step,
        .rule = port_rule,
        .take = port_take,
        .core = port_core,
        .told = port_told,
        .arg = d,
    };
    struct pl_business_config config = {
        .secret = pl_bytes_str(c->business.secret),
        .version = pl_bytes_str("parlord " PL_VERSION),
        .max_links = c->business.max_links,
        .attach_us = PL_SEC(ATTACH_SECONDS),
        .answer_us = PL_SEC(c->business.answer_seconds),
        .guests = c->business.guests,
        .file_bytes = (uint64_t)c->files.max_mbyte << 20,
    };
    struct pl_random *random = pl_random_kernel();
    random->fill(random, config.hash_seed, sizeof(config.hash_seed));
    config.need[PL_ASK_LOGIN] = need_of(c->business.login);
    config.need[PL_ASK_ROOM] = need_of(c->business.enter);
    config.need[PL_ASK_CALL] = need_of(c->business.call);
    config.need[PL_ASK_CONTROL] = PL_BUSINESS_REQUIRED;
    return pl_business_create(&config, &port);
}

enum pl_err pl_desk_start(struct pl_desk **out, const struct pl_daemon_tools *tools,
                          struct pl_hub *hub)
{
    struct pl_desk *d;
    struct pl_hub_listener listener = {on_effect, on_store, NULL};
    struct pl_ask_provider provider = {asked, over, NULL};
    *out = NULL;
    if (tools->config->business.secret[0] == '\0')
        return PL_OK;
    d = calloc(1, sizeof(*d));
    if (!d)
        return PL_E_NOMEM;
    d->tools = *tools;
    d->hub = hub;
    d->business = create(d);
    d->timer = pl_timer_create(tools->loop, on_timer, d);
    if (!d->business || !d->timer) {
        pl_desk_stop(d);
        return PL_E_NOMEM;
    }
    listener.arg = provider.arg = d;
    d->place = pl_hub_listen(hub, &listener);
    pl_asker_register(pl_hub_asker(hub), PL_ASK_BUSINESS, &provider);
    *out = d;
    return PL_OK;
}

void pl_desk_stop(struct pl_desk *d)
{
    if (!d)
        return;
    pl_business_destroy(d->business);
    if (d->timer)
        pl_timer_destroy(d->timer);
    free(d);
}

void pl_desk_drain(struct pl_desk *desk, pl_time_us left)
{
    if (desk)
        pl_business_drain(desk->business, left);
}

void pl_desk_end(struct pl_desk *desk)
{
    if (!desk || desk->ended)
        return;
    desk->ended = true;
    pl_business_end(desk->business);
}

void pl_desk_stats(const struct pl_desk *desk, struct pl_business_stats *out)
{
    *out = (struct pl_business_stats){0};
    if (desk)
        pl_business_stats(desk->business, out);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/business/business_kit.h"

#include "proto/wire/errors_gen.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what stands around ---- */

static void keep(struct pl_kit *k, uint64_t link, struct pl_bytes text)
{
    char *all;
    assert(link < PL_KIT_LINKS);
    all = realloc(k->said[link], k->said_len[link] + text.len + 2);
    assert(all);
    memcpy(all + k->said_len[link], text.data, text.len);
    k->said_len[link] += text.len;
    all[k->said_len[link]++] = '\n';
    all[k->said_len[link]] = '\0';
    k->said[link] = all;
}

static void port_send(void *arg, uint64_t link, struct pl_bytes text)
{
    struct pl_kit *k = arg;
    assert(k->open[link] && !k->closed[link]);
    keep(k, link, text);
}

static void port_close(void *arg, uint64_t link, uint16_t code, const char *reason)
{
    struct pl_kit *k = arg;
    (void)reason;
    assert(k->open[link] && !k->closed[link]);
    k->closed[link] = code;
}

static void port_trust(void *arg, uint64_t link)
{
    ((struct pl_kit *)arg)->trusted[link] = true;
}

static void port_pause(void *arg, uint64_t link, pl_time_us until)
{
    ((struct pl_kit *)arg)->paused_until[link] = until;
}

static void run(struct pl_kit *k, const struct pl_effect *e)
{
    struct pl_ruling ruling = {0};
    switch (e->type) {
    case PL_EFFECT_SEND:
        keep(k, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_CLOSE:
        k->closed[e->close.link] = e->close.code;
        break;
    case PL_EFFECT_NOTICE:
        pl_business_notice(k->business, &e->notice);
        break;
    case PL_EFFECT_SERVER_DATA:
        pl_business_data(k->business, e);
        break;
    case PL_EFFECT_OBJECT_EVENT:
        pl_business_object(k->business, e);
        break;
    case PL_EFFECT_ASK:
        ruling.ticket = e->ask.ticket;
        switch (pl_business_ask(k->business, &e->ask, &ruling.code)) {
        case PL_BUSINESS_LATER:
            return;
        case PL_BUSINESS_PASS:
            ruling.code = PL_RULING_NOBODY;
            break;
        case PL_BUSINESS_NOW:
            break;
        }
        assert(k->waiting_count < 64);
        k->waiting[k->waiting_count++] = ruling;
        break;
    case PL_EFFECT_ASK_OVER:
        pl_business_over(k->business, e->ask_over.ticket);
        break;
    default:
        break;
    }
}

static void step(void *arg, struct pl_event *event)
{
    struct pl_kit *k = arg;
    struct pl_effects effects;
    enum pl_err err;
    assert(!k->stepping);
    k->stepping = true;
    event->now = k->now;
    err = pl_core_step(k->core, event, &effects);
    assert(err == PL_OK);
    (void)err;
    for (size_t i = 0; i < effects.count; i++)
        run(k, &effects.items[i]);
    k->stepping = false;
    while (k->waiting_count > 0) {
        struct pl_event e = {.type = PL_EVENT_ANSWER, .answer = k->waiting[--k->waiting_count]};
        step(k, &e);
    }
}

static void port_rule(void *arg, const struct pl_ruling *ruling)
{
    struct pl_kit *k = arg;
    struct pl_event e = {.type = PL_EVENT_ANSWER, .answer = *ruling};
    if (k->ruling_count < PL_KIT_RULINGS)
        k->rulings[k->ruling_count++] = *ruling;
    step(k, &e);
}

static void port_take(void *arg, const struct pl_core_takers *takers)
{
    struct pl_kit *k = arg;
    struct pl_event e = {.type = PL_EVENT_TAKERS, .takers = *takers};
    k->takers = *takers;
    step(k, &e);
}

static struct pl_core *port_core(void *arg)
{
    return ((struct pl_kit *)arg)->core;
}

static void port_told(void *arg, enum pl_business_fact fact, uint64_t link, const char *ip,
                      const char *name, int code)
{
    struct pl_kit *k = arg;
    (void)link, (void)ip, (void)name, (void)code;
    k->facts[fact]++;
}

/* ---- life ---- */

static struct pl_core *create_core(bool required)
{
    struct pl_core_config config;
    pl_core_config_init(&config);
    config.notices = true;
    config.object_events = true;
    for (int i = 0; i < PL_ASK_KINDS; i++) {
        config.ask[i] = (struct pl_ask_rule){.on = true, .limit_us = PL_SEC(10)};
        config.ask[i].otherwise =
            required || i == PL_ASK_LOGIN ? PL_GV_ERR_SERVERSDK_TIMEOUT : PL_GV_ERR_SUCCESS;
    }
    config.logins_per_minute = 100000;
    config.max_addresses = 16;
    return pl_core_create(&config);
}

void pl_kit_start(struct pl_kit *k, bool required)
{
    const struct pl_business_port port = {port_send, port_close, port_trust, port_pause, step,
                                          port_rule, port_take,  port_core,  port_told,  k};
    struct pl_business_config config = {
        .secret = pl_bytes_str("secret"),
        .version = pl_bytes_str("parlord test"),
        .max_links = 16,
        .attach_us = PL_SEC(10),
        .answer_us = PL_SEC(10),
    };
    *k = (struct pl_kit){.now = PL_SEC(100)};
    for (int i = 0; i < PL_ASK_KINDS; i++)
        config.need[i] = required ? PL_BUSINESS_REQUIRED : PL_BUSINESS_ASKED;
    k->core = create_core(required);
    k->business = pl_business_create(&config, &port);
    assert(k->core && k->business);
}

void pl_kit_stop(struct pl_kit *k)
{
    pl_core_check(k->core);
    pl_business_destroy(k->business);
    pl_core_destroy(k->core);
    for (size_t i = 0; i < PL_KIT_LINKS; i++)
        free(k->said[i]);
}

/* ---- what links do ---- */

void pl_kit_open(struct pl_kit *k, uint64_t link)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    assert(link > 0 && link < PL_KIT_LINKS && !k->open[link]);
    k->open[link] = true;
    if (link <= PL_KIT_BUSINESS_MAX) {
        pl_business_link_opened(k->business, link, pl_bytes_str("192.0.2.1"), k->now);
        return;
    }
    e.link_opened.link = link;
    e.link_opened.ip = pl_bytes_str("192.0.2.2");
    memcpy(e.link_opened.random, &link, sizeof(link));
    step(k, &e);
}

void pl_kit_text(struct pl_kit *k, uint64_t link, struct pl_bytes text)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    if (!k->open[link] || k->closed[link])
        return;
    if (link <= PL_KIT_BUSINESS_MAX) {
        pl_business_link_text(k->business, link, text, k->now);
        return;
    }
    e.link_text.link = link;
    e.link_text.bytes = text;
    step(k, &e);
}

void pl_kit_say(struct pl_kit *k, uint64_t link, const char *format, ...)
{
    char text[65536];
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    assert(n > 0 && n < (int)sizeof(text));
    pl_kit_text(k, link, pl_bytes_of(text, (size_t)n));
}

void pl_kit_close(struct pl_kit *k, uint64_t link)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED};
    if (!k->open[link])
        return;
    k->open[link] = false;
    if (link <= PL_KIT_BUSINESS_MAX) {
        pl_business_link_closed(k->business, link, k->now);
        return;
    }
    e.link_closed.link = link;
    e.link_closed.going = true;
    step(k, &e);
}

void pl_kit_wait(struct pl_kit *k, pl_time_us time)
{
    struct pl_event tick = {.type = PL_EVENT_TICK};
    k->now += time;
    step(k, &tick);
    pl_business_tick(k->business, k->now);
}

void pl_kit_attach(struct pl_kit *k, uint64_t link, const char *takes)
{
    pl_kit_open(k, link);
    pl_kit_say(k, link,
               "{\"t\":\"attach\",\"id\":1,\"role\":\"business\",\"secret\":\"secret\",\"name\":"
               "\"test\",\"sdk\":\"test\",\"takes\":[%s]}",
               takes);
}

void pl_kit_hello(struct pl_kit *k, uint64_t link)
{
    pl_kit_open(k, link);
    pl_kit_say(k, link, "{\"t\":\"hello\",\"id\":1,\"sdk\":\"test\"}");
    pl_kit_forget(k, link);
}

const char *pl_kit_said(const struct pl_kit *k, uint64_t link)
{
    return k->said[link] ? k->said[link] : "";
}

void pl_kit_forget(struct pl_kit *k, uint64_t link)
{
    k->said_len[link] = 0;
    if (k->said[link])
        k->said[link][0] = '\0';
}

unsigned pl_kit_count(const struct pl_kit *k, uint64_t link, const char *what)
{
    unsigned n = 0;
    for (const char *at = pl_kit_said(k, link); (at = strstr(at, what)); at += strlen(what))
        n++;
    return n;
}

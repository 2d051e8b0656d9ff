/* SPDX-License-Identifier: Apache-2.0 */
/* Effects of the domain to whoever carries them out. */
#include "server/hub_internal.h"

#include "proto/wire/errors_gen.h"

/* ---- words ---- */

static void say_text(void *arg, uint64_t link, struct pl_bytes text)
{
    const struct pl_hub *hub = arg;
    enum pl_err err = pl_signal_send_text(hub->signal, link, text);
    (void)err; /* a full queue ends the link, and that comes back as PL_EVENT_LINK_CLOSED */
}

static void say_binary(void *arg, uint64_t link, struct pl_bytes data)
{
    const struct pl_hub *hub = arg;
    enum pl_err err = pl_signal_send_binary(hub->signal, link, data);
    (void)err; /* as above */
}

static void say_close(void *arg, uint64_t link, uint16_t code, const char *reason)
{
    const struct pl_hub *hub = arg;
    pl_signal_close(hub->signal, link, code, reason);
}

const struct pl_hold_port pl_hub_mouth = {say_text, say_binary, say_close, NULL};

void pl_hub_say(struct pl_hub *hub, uint64_t link, struct pl_bytes text)
{
    pl_hub_kept_rows(hub);
    pl_hold_text(hub->hold, link, text);
}

void pl_hub_hang_up(struct pl_hub *hub, uint64_t link, uint16_t code, const char *reason)
{
    pl_hub_kept_rows(hub);
    pl_hold_close(hub->hold, link, code, reason);
}

void pl_hub_wait(struct pl_hub *hub, uint64_t link)
{
    pl_hold_again(hub->hold, link);
}

/* ---- rows ---- */

void pl_hub_kept_rows(struct pl_hub *hub)
{
    if (!hub->keeping)
        return;
    hub->keeping = false;
    pl_hold_behind(hub->hold, pl_safe_flush(pl_keeper_safe(hub->keeper)));
}

static void keep(struct pl_hub *hub, const struct pl_core_kept *kept)
{
    pl_keeper_keep(hub->keeper, kept);
    hub->keeping = true;
}

/* ---- the rest ---- */

static void refuse_piece(struct pl_hub *hub, uint32_t transfer)
{
    struct pl_event failed = {.type = PL_EVENT_STORED};
    failed.stored.transfer = transfer;
    failed.stored.what = PL_STORED_FAILED;
    failed.stored.code = PL_GV_ERR_NOENOUGHRESOURCE;
    pl_hub_refuse(hub, &failed);
}

static void store(struct pl_hub *hub, const struct pl_effect *e)
{
    enum pl_err err;
    for (unsigned i = 0; i < hub->listener_count; i++) {
        const struct pl_hub_listener *l = &hub->listeners[i];
        if (l->on_store && l->on_store(l->arg, e))
            return;
    }
    err = hub->spool ? pl_spool_run(hub->spool, e) : PL_E_STATE;
    if (err && e->type != PL_EFFECT_STORE_DROP)
        refuse_piece(hub, e->store.transfer);
}

static void upload(struct pl_hub *hub, const struct pl_effect *e)
{
    bool opens = e->type == PL_EFFECT_UPLOAD_OPEN;
    if (pl_records_upload(hub->records, e) && e->type != PL_EFFECT_STORE_DROP)
        refuse_piece(hub, opens ? e->upload_open.transfer : e->store.transfer);
}

static void tell_listeners(struct pl_hub *hub, const struct pl_effect *e)
{
    for (unsigned i = 0; i < hub->listener_count; i++)
        hub->listeners[i].on_effect(hub->listeners[i].arg, e);
}

static void keep_block(struct pl_hub *hub, const struct pl_effect *e)
{
    const struct pl_core_kept kept = {
        .kind = PL_CORE_KEPT_BLOCK, .gone = e->blocked.off, .text = e->blocked.pattern};
    if (hub->keeper)
        keep(hub, &kept);
}

void pl_hub_run_effect(struct pl_hub *hub, const struct pl_effect *e)
{
    switch (e->type) {
    case PL_EFFECT_SEND:
        if (e->send.again)
            pl_hold_again(hub->hold, e->send.link);
        pl_hub_say(hub, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_SEND_DATA:
        pl_hub_kept_rows(hub);
        pl_hold_binary(hub->hold, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_STORE_OPEN:
    case PL_EFFECT_STORE_WRITE:
    case PL_EFFECT_STORE_KEEP:
    case PL_EFFECT_STORE_READ:
    case PL_EFFECT_STORE_DROP:
        if (e->store.upload)
            upload(hub, e);
        else
            store(hub, e);
        break;
    case PL_EFFECT_UPLOAD_OPEN:
        upload(hub, e);
        break;
    case PL_EFFECT_CLOSE:
        pl_hub_hang_up(hub, e->close.link, e->close.code, e->close.reason);
        break;
    case PL_EFFECT_ASK:
        pl_asker_ask(hub->asker, &e->ask);
        break;
    case PL_EFFECT_ASK_OVER:
        pl_asker_over(hub->asker, e->ask_over.ticket);
        break;
    case PL_EFFECT_NOTICE:
        pl_feed_notice(hub->feed, &e->notice);
        tell_listeners(hub, e);
        break;
    case PL_EFFECT_SERVER_DATA:
    case PL_EFFECT_OBJECT_EVENT:
        tell_listeners(hub, e);
        break;
    case PL_EFFECT_RECORD_OPEN:
    case PL_EFFECT_RECORD_LINE:
    case PL_EFFECT_RECORD_START:
    case PL_EFFECT_RECORD_PARTY:
    case PL_EFFECT_RECORD_STOP:
    case PL_EFFECT_LIBRARY:
        pl_records_effect(hub->records, e);
        break;
    case PL_EFFECT_BLOCKED:
        keep_block(hub, e);
        break;
    case PL_EFFECT_KEEP:
        keep(hub, &e->keep);
        break;
    case PL_EFFECT_FACT:
        pl_feed_fact(hub->feed, &e->fact);
        hub->observer.on_fact(hub->arg, &e->fact);
        break;
    default:
        pl_hub_run_media(hub, e);
        break;
    }
}

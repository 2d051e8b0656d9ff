/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the hub share: hub.c (steps, links, life), hub_effects.c (effects to whoever
 * carries them out), hub_media.c (to and from the media workers).
 */
#ifndef PL_SERVER_HUB_INTERNAL_H
#define PL_SERVER_HUB_INTERNAL_H

#include "base/list.h"
#include "server/hold.h"
#include "server/hub.h"

struct pl_hub {
    struct pl_core *core;
    struct pl_signal *signal;
    struct pl_media_pool *media;
    struct pl_spool *spool; /* NULL: no files are kept */
    struct pl_keeper *keeper;
    struct pl_hold *hold;
    bool keeping; /* rows were kept in this step, and are not asked for yet */
    struct pl_feed *feed;
    struct pl_records *records; /* NULL: none */
    struct pl_timer *timer;
    struct pl_hub_observer observer;
    void *arg;
    struct pl_list refusals;
    struct pl_bytes stun[PL_MEDIA_ADDRESSES_MAX]; /* borrowed by core */
    char stun_text[PL_MEDIA_ADDRESSES_MAX][PL_ADDR_TEXT_MAX + 8];
    struct pl_asker *asker;
    struct pl_hub_listener listeners[PL_HUB_LISTENERS_MAX];
    struct pl_core_takers takes[PL_HUB_LISTENERS_MAX]; /* of each of them */
    unsigned listener_count;
    bool stepping;
    bool stopping;
};

/* ---- hub.c ---- */

/* Carries an event to the domain, and out what it wants done. Not from inside an effect. */
void pl_hub_step(struct pl_hub *hub, struct pl_event *event);
/* From inside an effect: the event comes next. What it points at must stay. */
void pl_hub_refuse(struct pl_hub *hub, const struct pl_event *event);

/* ---- hub_effects.c ---- */

/* Where words go that wait for nothing. arg: the hub. */
extern const struct pl_hold_port pl_hub_mouth;
/* The rows that were kept so far are asked for; what is said in this step from here on waits. */
void pl_hub_kept_rows(struct pl_hub *hub);
void pl_hub_run_effect(struct pl_hub *hub, const struct pl_effect *e);

/* ---- hub_media.c ---- */

/* An effect of the media side; others are ignored. */
void pl_hub_run_media(struct pl_hub *hub, const struct pl_effect *e);
/* Of the pool's handler; arg: the hub. */
void pl_hub_on_media(void *arg, const struct pl_media_event *from);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/engine_internal.h"

#include <stdio.h>
#include <stdlib.h>

void pl_engine_init(struct pl_engine *e, struct pl_task_shared *shared)
{
    memset(e, 0, sizeof(*e));
    e->shared = shared;
    pl_idmap_init(&e->sources, PL_ENGINE_SOURCES);
    pl_idmap_init(&e->tasks, PL_ENGINE_TASKS);
}

void pl_engine_finish(struct pl_engine *e)
{
    size_t cursor = 0;
    struct pl_source *s;
    while ((s = pl_idmap_next(&e->sources, &cursor)))
        free(s);
    pl_idmap_finish(&e->sources);
    pl_idmap_finish(&e->tasks);
}

void pl_engine_refuse(struct pl_engine *e, uint64_t id, enum pl_record_code code, const char *text)
{
    struct pl_record_event event = {
        .type = PL_RECORD_EVENT_REFUSED, .id = id, .code = (uint32_t)code};
    snprintf(event.text, sizeof(event.text), "%s", text);
    e->shared->emit(e->shared, &event);
}

/* ---- commands ---- */

static void say(struct pl_engine *e, const struct pl_record_command *c)
{
    struct pl_task *t = pl_idmap_get(&e->tasks, c->id);
    struct pl_source *s = pl_idmap_get(&e->sources, c->source);
    if (!t) {
        pl_engine_refuse(e, c->id, PL_RECORD_CODE_NO_TASK, "no such recording");
        return;
    }
    if (c->type == PL_RECORD_CMD_JOIN) {
        if (!s || !pl_engine_attach(s, t)) {
            pl_engine_refuse(e, c->id, s ? PL_RECORD_CODE_LIMIT : PL_RECORD_CODE_NO_INFO,
                             s ? "too many recordings of this source" : "source: not known");
            return;
        }
    } else if (c->type == PL_RECORD_CMD_PART && s) {
        pl_engine_detach(s, t);
    }
    pl_task_say(t, c, s ? &s->info : NULL);
}

void pl_engine_command(struct pl_engine *e, const struct pl_record_command *c)
{
    switch (c->type) {
    case PL_RECORD_CMD_SOURCE:
        pl_engine_add_source(e, c);
        break;
    case PL_RECORD_CMD_FORGET:
        pl_engine_forget_source(e, c->source);
        break;
    case PL_RECORD_CMD_MUTE:
        pl_engine_mute_source(e, c);
        break;
    case PL_RECORD_CMD_START:
    case PL_RECORD_CMD_SNAPSHOT:
    case PL_RECORD_CMD_CONVERT:
        if (pl_idmap_get(&e->tasks, c->id))
            pl_engine_refuse(e, c->id, PL_RECORD_CODE_BAD, "id: used already");
        else
            pl_engine_start(e, c);
        break;
    default:
        say(e, c);
        break;
    }
}

void pl_engine_packet(struct pl_engine *e, uint32_t source, struct pl_bytes datagram)
{
    struct pl_source *s = pl_idmap_get(&e->sources, source);
    struct pl_shared_packet *p;
    if (!s || s->count == 0) {
        e->unknown++;
        return;
    }
    p = malloc(sizeof(*p) + datagram.len);
    if (!p)
        return;
    atomic_init(&p->users, 1);
    p->len = datagram.len;
    memcpy(p->bytes, datagram.data, datagram.len);
    for (size_t i = 0; i < s->count; i++)
        pl_task_packet(s->tasks[i], p);
    pl_shared_packet_release(p);
}

void pl_engine_tidy(struct pl_engine *e)
{
    size_t cursor = 0;
    struct pl_task *t;
    while ((t = pl_idmap_next(&e->tasks, &cursor))) {
        if (!pl_task_has_ended(t))
            continue;
        pl_engine_detach_everywhere(e, t);
        pl_idmap_remove(&e->tasks, pl_task_id(t));
        pl_task_join(t);
        cursor = 0; /* the map has changed */
    }
}

void pl_engine_stop_all(struct pl_engine *e, bool link_lost)
{
    struct pl_record_command quit = {.type = PL_RECORD_CMD_QUIT, .on = link_lost};
    size_t cursor = 0;
    struct pl_task *t;
    while ((t = pl_idmap_next(&e->tasks, &cursor)))
        pl_task_say(t, &quit, NULL);
}

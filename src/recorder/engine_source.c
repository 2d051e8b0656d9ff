/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/engine_internal.h"

#include <stdlib.h>

void pl_engine_add_source(struct pl_engine *e, const struct pl_record_command *c)
{
    struct pl_source *s = pl_idmap_get(&e->sources, c->source);
    bool fresh = s == NULL;
    if (fresh)
        s = calloc(1, sizeof(*s));
    if (!s)
        return;
    s->info.source = c->source;
    s->info.user = c->user;
    s->info.stream = c->stream;
    s->info.kind = c->kind;
    memcpy(s->info.name, c->name, sizeof(s->info.name));
    if (fresh && pl_idmap_put(&e->sources, c->source, s)) {
        pl_engine_refuse(e, 0, PL_RECORD_CODE_LIMIT, "too many sources");
        free(s);
    }
}

void pl_engine_forget_source(struct pl_engine *e, uint32_t number)
{
    struct pl_source *s = pl_idmap_remove(&e->sources, number);
    struct pl_record_command part = {.type = PL_RECORD_CMD_PART, .source = number};
    for (size_t i = 0; s && i < s->count; i++)
        pl_task_say(s->tasks[i], &part, NULL);
    free(s);
}

void pl_engine_mute_source(struct pl_engine *e, const struct pl_record_command *c)
{
    struct pl_source *s = pl_idmap_get(&e->sources, c->source);
    if (!s)
        return;
    s->info.muted = c->on;
    for (size_t i = 0; i < s->count; i++)
        pl_task_say(s->tasks[i], c, NULL);
}

bool pl_engine_attach(struct pl_source *s, struct pl_task *t)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->tasks[i] == t)
            return true;
    }
    if (s->count == PL_ENGINE_USERS)
        return false;
    s->tasks[s->count++] = t;
    return true;
}

void pl_engine_detach(struct pl_source *s, const struct pl_task *t)
{
    for (size_t i = 0; i < s->count; i++) {
        if (s->tasks[i] == t)
            s->tasks[i--] = s->tasks[--s->count];
    }
}

void pl_engine_detach_everywhere(struct pl_engine *e, const struct pl_task *t)
{
    size_t cursor = 0;
    struct pl_source *s;
    while ((s = pl_idmap_next(&e->sources, &cursor)))
        pl_engine_detach(s, t);
}

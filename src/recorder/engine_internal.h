/* SPDX-License-Identifier: Apache-2.0 */
/* What engine.c (its life, commands, packets), engine_source.c (sources and who uses them) and
 * engine_start.c (how recordings begin) share. */
#ifndef PL_RECORDER_ENGINE_INTERNAL_H
#define PL_RECORDER_ENGINE_INTERNAL_H

#include "recorder/engine.h"

enum { PL_ENGINE_USERS = 64 }; /* recordings of one source */

struct pl_source {
    struct pl_source_info info;
    struct pl_task *tasks[PL_ENGINE_USERS];
    size_t count;
};

/* Tells REFUSED. */
void pl_engine_refuse(struct pl_engine *e, uint64_t id, enum pl_record_code code, const char *text);

/* ---- engine_source.c ---- */

void pl_engine_add_source(struct pl_engine *e, const struct pl_record_command *c);
void pl_engine_forget_source(struct pl_engine *e, uint32_t number);
void pl_engine_mute_source(struct pl_engine *e, const struct pl_record_command *c);
/* False: PL_ENGINE_USERS use it already. */
bool pl_engine_attach(struct pl_source *s, struct pl_task *t);
void pl_engine_detach(struct pl_source *s, const struct pl_task *t);
void pl_engine_detach_everywhere(struct pl_engine *e, const struct pl_task *t);

/* ---- engine_start.c ---- */

/* Begins a recording, snapshot or conversion, or goes on with one; or tells why not. */
void pl_engine_start(struct pl_engine *e, const struct pl_record_command *asked);

#endif

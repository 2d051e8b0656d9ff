/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The settings of areas, queues and agents by their names: one table for parlor.ini, the operator's
 * interface, what is kept in the store, and the simulator. docs/routing.md defines each rule.
 *
 *     pl_counter_setup_init(&setup);                        the manual's
 *     pl_counter_setup_of_queue(e, id, &setup)              or as it is now
 *     pl_counter_setup_set(&setup, kind, "strategy", "random")
 *     pl_counter_setup_apply(e, now, kind, id, &setup)      made if it is not there; nobody is lost
 *
 * Keys come in no order; each is right or wrong by itself, what belongs together is checked by
 * pl_counter_setup_apply.
 */
#ifndef PL_CORE_COUNTER_SETUP_H
#define PL_CORE_COUNTER_SETUP_H

#include "core/counter/counter.h"

enum pl_counter_kind {
    PL_COUNTER_AREA_KIND = 1,
    PL_COUNTER_QUEUE_KIND,
    PL_COUNTER_AGENT_KIND, /* what is known of him: pl_counter_set_profile */
};

enum {
    PL_COUNTER_NAME_MAX = 128, /* with the NUL */
    PL_COUNTER_DESCRIPTION_MAX = 256,
    PL_COUNTER_FAULT_MAX = 160,
    PL_COUNTER_VALUE_MAX = 2048, /* a value as text, with the NUL */
};

struct pl_counter_setup {
    char name[PL_COUNTER_NAME_MAX];
    char description[PL_COUNTER_DESCRIPTION_MAX];
    /* of a queue */
    int32_t area;
    int32_t attribute;
    int32_t priority;
    int32_t tag;
    struct pl_counter_rules rules;
    /* of an agent */
    struct pl_counter_profile profile;
};

/* A setting, for who lists them. */
struct pl_counter_key {
    const char *name;
    const char *initial; /* "-": empty */
    const char *doc_en, *doc_zh;
};

void pl_counter_setup_init(struct pl_counter_setup *setup);

/* The index-th of a kind; false: there are no more. */
bool pl_counter_setup_key(enum pl_counter_kind kind, size_t index, struct pl_counter_key *out);
/* What a value of it may be, in words. "": no such key. */
void pl_counter_setup_allowed(enum pl_counter_kind kind, const char *key,
                              char words[PL_COUNTER_FAULT_MAX]);

/* PL_E_NOT_FOUND: no such key; PL_E_RANGE: not with this value (setup as it was). */
PL_MUST_CHECK enum pl_err pl_counter_setup_set(struct pl_counter_setup *setup,
                                               enum pl_counter_kind kind, const char *key,
                                               const char *value);
/* A value as text, so that it can be set again. PL_E_NOT_FOUND; PL_E_SPACE. */
PL_MUST_CHECK enum pl_err pl_counter_setup_get(const struct pl_counter_setup *setup,
                                               enum pl_counter_kind kind, const char *key,
                                               char value[PL_COUNTER_VALUE_MAX]);
/* Is the value a whole number (of seconds, too)? */
bool pl_counter_setup_is_number(enum pl_counter_kind kind, const char *key);

/* As it is now. False: there is none (of an agent: nothing is known of him, setup is the
 * manual's). */
bool pl_counter_setup_of(const struct pl_counter *e, enum pl_counter_kind kind, int32_t id,
                         struct pl_counter_setup *setup);
/* Makes it, or changes what is there. The codes of the engine; 21 also when the overflow is no
 * queue of the same area, or the area of a queue is to be another. Nothing has changed then. */
int pl_counter_setup_apply(struct pl_counter *e, pl_time_us now, enum pl_counter_kind kind,
                           int32_t id, const struct pl_counter_setup *setup);

#endif

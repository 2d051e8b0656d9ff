/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stories for unit tests: what is said on links, and the trace of what the core does, as text.
 *
 * JSON is written with ' for ". Each effect is a line of the trace:
 *   1< {'t':'pong','re':4}            sent on link 1
 *   1<* grant 5 e1 @0 ..65536         a binary frame: transfer 5, epoch 1; data and ask alike
 *   close link=1 code=1000 ...        everything else as in core/trace.h; facts when asked for
 * After every step pl_core_check() is asked whether the world still makes sense.
 */
#ifndef PL_CORE_STORY_H
#define PL_CORE_STORY_H

#include "core/core.h"
#include "proto/wire/bulk.h"

/* cmocka set-up and tear-down; the test begins the story itself. */
int story_setup(void **state);
int story_teardown(void **state);
#define story_test(fn) cmocka_unit_test_setup_teardown(fn, story_setup, story_teardown)

struct story {
    struct pl_core_config config; /* change it before story_begin */
    struct pl_core *core;
    pl_time_us now;
    bool facts;  /* facts are part of the trace */
    bool quiet;  /* texts sent are not */
    size_t sent; /* messages since the last expectation */
    char *trace; /* since the last expectation */
    size_t used;
    size_t size;
    uint64_t next_id[64]; /* request id to be used next, by link */
    /* Sees each effect; NULL: nobody. */
    void (*on_effect)(void *arg, const struct pl_effect *effect);
    void *arg;
};

void story_init(struct story *st);
void story_begin(struct story *st);
void story_end(struct story *st);

/* Lets time pass, ticking whenever the core wants it. */
void story_wait(struct story *st, pl_time_us us);

void story_step(struct story *st, const struct pl_event *event);
void story_open(struct story *st, uint64_t link);
void story_open_from(struct story *st, uint64_t link, const char *ip);
/* {'t':'leave','room':-1}; the id is put in. */
void story_say(struct story *st, uint64_t link, const char *json);
/* Exactly these bytes (after ' -> "). */
void story_say_raw(struct story *st, uint64_t link, const char *text);
/* A binary frame; payload: of DATA. */
void story_bulk(struct story *st, uint64_t link, enum pl_bulk_type type, uint32_t transfer,
                uint32_t epoch, uint64_t offset, uint64_t limit, const char *payload);
void story_cut(struct story *st, uint64_t link);

/* Opens a link, says hello, logs in with a password: user ids count from 1. Leaves no trace. */
void story_user(struct story *st, uint64_t link, const char *name);
/* ... and a member of that room. */
void story_member(struct story *st, uint64_t link, const char *name, int room);

/* resume on a new link with the token of the session that began on link `first`. */
void story_resume(struct story *st, uint64_t link, uint64_t first, int64_t seq);
/* The same, from another address. */
void story_resume_from(struct story *st, uint64_t link, uint64_t first, int64_t seq,
                       const char *ip);

/* What a business server says of users: BRAS_UserInfoControl, BRAS_SetUserInfo. */
void story_control(struct story *st, int32_t user, int32_t code, int32_t w, int32_t l,
                   const char *text);
void story_info(struct story *st, int32_t user, int32_t info, const char *text);

/* The trace since the last call, one line each; forgets it. */
void story_expect_at(struct story *st, const char *expected, const char *file, int line);
#define story_expect(st, expected) story_expect_at(st, expected, __FILE__, __LINE__)
/* Forgets the trace. */
void story_skip(struct story *st);
/* Does the trace contain this? */
bool story_has(const struct story *st, const char *part);

#endif

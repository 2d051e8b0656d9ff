/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as dice, for core_fuzz.c: each byte chooses what happens next on one of eight links, the
 * bytes behind it how. Well-formed requests with odd values, raw text, tokens of others, late media
 * events, lost links, time. After every step all invariants are asserted and every message sent is
 * read back.
 */
#ifndef PL_CORE_CORE_FUZZ_H
#define PL_CORE_CORE_FUZZ_H

#include "core/core.h"
#include "proto/wire/wire.h"

enum {
    LINKS = 8,
};

struct world {
    struct pl_core *core;
    struct pl_reader dice;
    pl_time_us now;
    uint64_t links[LINKS]; /* 0: closed */
    uint64_t next_link;
    int64_t next_id[LINKS];
    int32_t users[LINKS];   /* as they were told; 0: nobody has signed in */
    int32_t rooms[LINKS];   /* of the newest call */
    char tokens[LINKS][65]; /* of the newest welcome seen there */
    struct pl_wire_arena arena;
    uint32_t asked; /* the newest question that was not answered; 0: none */
};

static inline unsigned fuzz_die(struct world *w, unsigned faces)
{
    return pl_read_u8(&w->dice) % faces;
}

void fuzz_step(struct world *w, struct pl_event *e);
/* Unless it is open. */
void fuzz_open(struct world *w, size_t i);
/* A text on link i. */
void fuzz_say(struct world *w, size_t i, const void *text, size_t len);

/* ---- what pages say (core_fuzz_page.c) ---- */

void fuzz_request(struct world *w, size_t i);
void fuzz_raw(struct world *w, size_t i);
void fuzz_binary(struct world *w, size_t i);
void fuzz_file_request(struct world *w, size_t i);

/* Somebody is served by somebody (core_fuzz_serve.c). */
void fuzz_serve(struct world *w);

/* ---- what the shell says (core_fuzz_shell.c) ---- */

/* To what the domain has asked, or to nothing. */
void fuzz_answer(struct world *w, uint32_t ticket);
/* Media, business servers, recorders. */
void fuzz_media(struct world *w);
/* The store of files. */
void fuzz_stored(struct world *w);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server whose store is all that the next one knows, for tests: what the core says to keep is
 * kept, and shop_crash() begins a new server with nothing but that. Users 1 to 5 are those of links
 * 1 to 5: ann, bob, cat, dan, eve. Area 1 with the queues 101, 102 (wrap-up of 20 s) and 103
 * (text).
 */
#ifndef PL_CORE_TICKET_SHOP_H
#define PL_CORE_TICKET_SHOP_H

#include "core/state.h"
#include "core/story.h"

enum { AREA = 4, QUEUE = 5, AGENT = 6, SHOP_ROWS = 512 };
enum { ENTER_AREA = 401, ENTER_QUEUE = 501, LEAVE_QUEUE = 502, RATE = 605 };
enum { STATUS = 601, REQUEST = 602, FINISH = 604 };

/* What a shell would have in its store. */
struct shop {
    struct story st;
    struct pl_contact contacts[SHOP_ROWS]; /* without texts */
    size_t contact_count;
    struct pl_counter_seat seats[SHOP_ROWS];
    char secrets[SHOP_ROWS][40];
    struct pl_counter_held others[SHOP_ROWS][PL_CONTACT_OTHERS_MAX];
    size_t seat_count;
    struct pl_stretch stretches[SHOP_ROWS];
    size_t stretch_count;
    char notes[64];                /* of the contact that was kept last */
    char texts[SHOP_ROWS][2][128]; /* intake, notes */
};

int shop_setup(void **state);
int shop_teardown(void **state);
#define shop_test(fn) cmocka_unit_test_setup_teardown(fn, shop_setup, shop_teardown)

/* kill -9, a second of rest, and a new process whose clock has begun anew. */
void shop_crash(struct shop *shop);

/* Signs in. */
void shop_come(struct shop *shop, uint64_t link);
void shop_control(struct shop *shop, uint64_t link, int32_t type, int32_t id, int32_t code,
                  int32_t p1, int32_t p2);
/* Signs in and enters area and queue. */
void shop_client(struct shop *shop, uint64_t link, int32_t queue);
/* Signs in and enters the area, with these flags of a user. */
void shop_agent(struct shop *shop, uint64_t link, int32_t flags);

/* Clients before him; -1: he does not wait. */
int32_t shop_before(struct shop *shop, int32_t user);
/* The newest of a client, as it is kept. */
const struct pl_contact *shop_contact_of(struct shop *shop, int32_t user);

#endif

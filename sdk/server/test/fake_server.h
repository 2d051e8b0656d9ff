/* SPDX-License-Identifier: Apache-2.0 */
/* A parlord that a test plays by hand, on loopback: one link at a time, blocking, 10 s for
 * everything. */
#ifndef PL_BRAS_FAKE_SERVER_H
#define PL_BRAS_FAKE_SERVER_H

#include "pl_test.h"

#include "proto/wire/wire.h"

struct fake_server {
    int listener, link;
    char address[32]; /* 127.0.0.1:PORT */
    int64_t seq;
    uint8_t arena[300000], text[300000];
};

void fake_server_open(struct fake_server *f);
void fake_server_close(struct fake_server *f);

/* Takes the next link and its attach, and answers it with these users. */
void fake_server_attach(struct fake_server *f, const struct pl_wire_bs_user *users, size_t count);
/* The same without an answer. */
void fake_server_accept(struct fake_server *f);
void fake_server_hang_up(struct fake_server *f);

void fake_server_say(struct fake_server *f, struct pl_wire_msg msg);
/* The next message; good until the one after. */
struct pl_wire_msg fake_server_hear(struct fake_server *f);
/* It must be of this type. */
struct pl_wire_msg fake_server_expect(struct fake_server *f, enum pl_wire_type type);
/* The link must be closed by the other side now. */
void fake_server_expect_end(struct fake_server *f);

#endif

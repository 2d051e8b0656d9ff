/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and large buffers between users and the program, over the link (docs/business-server.md).
 * Part of the session, under its lock; reads and writes local files.
 *
 * To a user (a *put*): the server asks for pieces as the user takes them. From a user (a *get*):
 * pieces come in order, are confirmed every quarter of a MiB, and the sum is checked at the end; a
 * file is then in the SDK's own temporary folder, a buffer in memory, and an event tells of it. A
 * link that breaks ends all of them.
 *
 * Files stay where they are after their call-back, until newer ones need the room or the SDK is
 * released. Limits: PL_LIMIT_BRAS_FILES at a time in each direction, PL_LIMIT_BRAS_BUFFER_BYTES,
 * PL_LIMIT_BRAS_FILES_MIB.
 */
#ifndef PL_BRAS_FILES_H
#define PL_BRAS_FILES_H

#include "event.h"

#include "proto/wire/wire.h"

struct pl_bras_session;

/* What goes to a user. */
struct pl_bras_put {
    struct pl_list node;
    uint32_t task;     /* the program's number of it */
    uint32_t transfer; /* the server's, 0 until it has said it */
    int fd;            /* of a file; -1: a buffer */
    uint8_t *data;     /* of a buffer */
    uint64_t size;
    char sum[65]; /* SHA-256, hexadecimal */
};

struct pl_bras_files {
    struct pl_list puts, gets; /* of struct pl_bras_put, of struct get (files_get.c) */
    struct pl_list holds;      /* of struct pl_bras_hold: what has come, oldest first */
    size_t put_count, get_count;
    uint64_t memory, disk; /* bytes of buffers, of files */
    uint32_t last;         /* name of the newest file */
    char folder[256];      /* empty: not made yet */
};

void pl_bras_files_init(struct pl_bras_files *f);
/* Ends everything and removes the folder. */
void pl_bras_files_finish(struct pl_bras_files *f);
/* The link is gone. */
void pl_bras_files_down(struct pl_bras_files *f);

/* Opens a file, or copies a buffer, and makes its sum: takes as long as reading it. NULL: *code is
 * 4, 710 (cannot be opened), 711 (empty), 713 (cannot be read). */
struct pl_bras_put *pl_bras_put_file(const char *path, uint32_t *code);
struct pl_bras_put *pl_bras_put_buffer(const void *data, size_t len, uint32_t *code);
void pl_bras_put_free(struct pl_bras_put *put);

/* Takes it. False: there are too many (it is freed). */
bool pl_bras_files_add(struct pl_bras_files *f, struct pl_bras_put *put);
void pl_bras_files_drop(struct pl_bras_files *f, uint32_t task);
/* The server has given it a number. */
void pl_bras_files_opened(struct pl_bras_files *f, uint32_t task, uint32_t transfer);

/* on_file...: a message about a transfer. False: it is none. */
bool pl_bras_files_take(struct pl_bras_session *s, const struct pl_wire_msg *msg);

#endif

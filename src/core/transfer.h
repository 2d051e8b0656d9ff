/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and large buffers on their way from one session to another, to the server or from it.
 * Private to src/core.
 *
 *   sender                       core                          receiver
 *     file_offer ──────────▶  a transfer, a number  ─ file_offered ─▶
 *     file_opened ◀─────────
 *                ◀────────────────── GRANT ───────────────────────────   proto/wire/bulk.h
 *     DATA ──────────────────▶ judged, passed on ─────────────────────▶
 *     file_end ─────────────────────────────────────── file_ended ────▶
 *                ◀── file_closed ───────────────────── file_close ─────
 *
 * Nothing of a file is kept here: a piece that was judged leaves in the same step, or is dropped.
 * What bounds the pieces in the send queue of a slow receiver:
 *   - a piece passes only below the limit that the receiver has granted, and we cut that limit so
 *     that its transfers share PL_LIMIT_FILE_WINDOW_BYTES;
 *   - grants that are given cannot be taken back, so there is a last word: while more than
 *     1.5 windows of the receiver's are on their way, pieces are dropped, and when it has caught
 *     up it is asked to begin a new epoch, with which the sender goes back to what is missing.
 * Links break between any two frames. Then pieces are lost and nothing else: the transfer belongs
 * to the sessions, and either end begins a new epoch when its link is back.
 *
 * Where an end is the server (user 0), the shell stores: see PL_EFFECT_STORE_... A session that
 * ends, ends its transfers.
 *
 * A recording that a page makes and uploads (transfer_upload.c) is a transfer to the server whose
 * size nobody knows before its end, and which a crash must not take back: what the sender is told
 * to be there is on the disk, a new epoch begins at what is there, and when its session ends the
 * shell keeps it, for whoever has its key.
 */
#ifndef PL_CORE_TRANSFER_H
#define PL_CORE_TRANSFER_H

#include "core/state.h"
#include "proto/wire/bulk.h"

enum {
    PL_SUM_CHARS = 64, /* SHA-256 in hexadecimal digits */
};

struct pl_transfer {
    uint32_t id;
    struct pl_list in_sends;    /* of its sender, by age */
    struct pl_list in_receives; /* of its receiver, by age */
    struct pl_session *from;    /* NULL: the server */
    struct pl_session *to;      /* NULL: the server */
    int32_t task;
    uint64_t size;
    uint32_t epoch; /* 0: nothing has been granted */
    uint64_t have;  /* the receiver has all below */
    uint64_t next;  /* the piece to be passed on next; have <= next <= limit <= size */
    uint64_t limit; /* as told to the sender */
    uint64_t asked; /* as the receiver would have it */
    bool starved;   /* pieces were dropped: the receiver is to begin a new epoch */
    /* of a recording that a page uploads: size is the most that it may become, until it ends */
    bool upload;
    bool asking; /* a new epoch is wanted, and begins when all that came is on the disk */
    bool left;   /* its session has gone */
    /* where the server is an end */
    bool opened;   /* the shell has the file */
    bool reading;  /* PL_EFFECT_STORE_READ is on its way */
    bool summed;   /* sum is known */
    bool keeping;  /* PL_EFFECT_STORE_KEEP is on its way */
    uint64_t kept; /* written */
    uint32_t ref;  /* of PL_EVENT_FILE_SEND; 0: not by one */
    bool buffer;   /* what the sender says besides; of the latter */
    bool is_text;
    int64_t w;
    int64_t l;
    int64_t flags;
    uint8_t sum[PL_SUM_CHARS];
};

/* The session ends for `code`: the other ends are told. */
void pl_transfer_session_gone(struct pl_core *core, struct pl_session *s, int code);
/* Frees what a session sends and receives, without any effect. */
void pl_transfer_free_all(struct pl_core *core, struct pl_session *s);

/* PL_EVENT_FILE_SEND. */
void pl_transfer_send(struct pl_core *core, const struct pl_event *event);

/* One binary frame has come on a link. */
void pl_transfer_binary(struct pl_core *core, uint64_t link, struct pl_bytes frame);

/* PL_EVENT_UPLOADED. */
void pl_upload_told(struct pl_core *core, const struct pl_event *event);

/* ---- for the files of it ---- */

/* NULL: no place for one more, here or with one of the two, or no memory. from or to NULL: the
 * server. */
struct pl_transfer *pl_transfer_create(struct pl_core *core, struct pl_session *from,
                                       struct pl_session *to, int32_t task);
void pl_transfer_say_opened(struct pl_core *core, struct pl_session *s, int64_t re,
                            const struct pl_transfer *t);

/* Over, for `code`; tells the ends but for `but` (a session, or NULL when the server is it and
 * tells both). file: what an upload is kept under, or empty. */
void pl_transfer_close(struct pl_core *core, struct pl_transfer *t, const struct pl_session *but,
                       enum pl_wire_file_side by, int code, struct pl_bytes file);
/* Tells the receiver of it. name and so on as the sender said. */
void pl_transfer_offer(struct pl_core *core, const struct pl_transfer *t,
                       const struct pl_wire_file_offer *offer);

/* transfer_data.c: sends one frame without payload to a session, if it has a link now. */
void pl_transfer_tell(struct pl_core *core, const struct pl_session *to,
                      const struct pl_bulk *bulk);
/* Whoever lost pieces is asked to begin anew, if the receiver has caught up. */
void pl_transfer_feed(struct pl_core *core, struct pl_session *to);
/* Sends the sender what it may send by now. */
void pl_transfer_grant(struct pl_core *core, struct pl_transfer *t);
/* Bytes that may be on their way in this transfer. */
uint64_t pl_transfer_share(const struct pl_transfer *t);
/* A piece of t goes to its receiver: frame is head and payload. */
void pl_transfer_pass(struct pl_core *core, struct pl_transfer *t, struct pl_bytes frame,
                      uint64_t payload);

/* transfer_upload.c: it has so many bytes, and no more. */
void pl_transfer_cut(struct pl_transfer *t, uint64_t size);
/* The shell has it, as told. */
void pl_upload_opened(struct pl_core *core, struct pl_transfer *t, const struct pl_event *event);

/* transfer_store.c: the shell as an end. */
void pl_transfer_store_open(struct pl_core *core, const struct pl_transfer *t,
                            struct pl_bytes name);
void pl_transfer_store_drop(struct pl_core *core, const struct pl_transfer *t, int code);
void pl_transfer_store_ask(struct pl_core *core, struct pl_transfer *t);
void pl_transfer_store_data(struct pl_core *core, struct pl_transfer *t, const struct pl_bulk *b);
void pl_transfer_store_read(struct pl_core *core, struct pl_transfer *t);
void pl_transfer_store_end(struct pl_core *core, struct pl_transfer *t);
void pl_transfer_stored(struct pl_core *core, const struct pl_event *event);

#endif

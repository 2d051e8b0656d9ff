/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of recordings that pages upload: one thread's at a time, synchronous. Files are called
 * by the recording's number; nothing of a stranger becomes part of a path.
 *
 *   ID.raw     what has come; grows only at its end, and is on the disk when that is told
 *   ID.note    what was said of it, and how far it is; JSON, replaced as a whole
 */
#ifndef PL_INTAKE_CRATE_H
#define PL_INTAKE_CRATE_H

#include "base/err.h"
#include "core/recording.h"

#include <stdatomic.h>

enum {
    PL_CRATE_KEY_CHARS = 32,
    PL_CRATE_SUM_CHARS = 64,
    PL_CRATE_NAME_MAX = 256,
};

enum pl_crate_state {
    PL_CRATE_RECEIVING,
    PL_CRATE_WHOLE, /* nothing will come any more */
    PL_CRATE_OVER,  /* it is a recording, or will be none */
};

/* One upload. Large (8 KB): not for the stack. */
struct pl_crate {
    uint32_t id;
    char key[PL_CRATE_KEY_CHARS + 1]; /* who has it may go on */
    enum pl_crate_state state;
    uint64_t size; /* on the disk */
    int64_t at_ms;
    int32_t by_user, room;
    struct pl_record_wish wish; /* its text lies in `text` */
    char text[PL_CORE_RECORD_TEXT_MAX + 1];
    char name[PL_CRATE_NAME_MAX + 1];
    bool incomplete; /* its page has not ended it */
    /* OVER: */
    int code;
    int32_t seconds;
    char file[PL_CORE_RECORD_FILE_MAX + 1];
    char md5[33];
};

/* Makes the folder. The descriptor, or -1 (errno). */
int pl_crate_open_folder(const char *path);
/* Each that has a note, in no order; what makes no sense is left alone. Cost: all notes are read.
 */
void pl_crate_list(int folder, void (*each)(void *arg, const struct pl_crate *crate), void *arg);

/* On the disk when it returns. PL_E_LIMIT: no room. PL_E_IO. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_crate_note(int folder, const struct pl_crate *crate);
/* The bytes of it, made when there are none. The descriptor, or -1 (errno). */
int pl_crate_open(int folder, uint32_t id);
/*
 * The next bytes, on the disk when it returns; if not, none of them is there. PL_E_RANGE: these are
 * not the next. PL_E_LIMIT, PL_E_IO.
 */
PL_MUST_CHECK enum pl_err pl_crate_append(int fd, uint64_t offset, struct pl_bytes bytes);
/* PL_E_PROTO: it has another sum than this (64 digits). stop: ends it soon (PL_E_CLOSED). */
PL_MUST_CHECK enum pl_err pl_crate_check(int fd, const char *sha256, const atomic_bool *stop);
/* note false: only its bytes. */
void pl_crate_remove(int folder, uint32_t id, bool note);

#endif

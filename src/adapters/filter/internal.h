/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the adapter share: filter.c (life), calls.c (what goes to the plug-in),
 * input.c (what comes from it).
 */
#ifndef PL_FILTER_INTERNAL_H
#define PL_FILTER_INTERNAL_H

#include "adapters/filter/child.h"
#include "adapters/filter/filter.h"
#include "base/idmap.h"
#include "base/list.h"

enum {
    PL_FILTER_WINDOW_CALLS = 32, /* on their way; fits the socket's buffer */
    PL_FILTER_WINDOW_BYTES = 64 * 1024,
};

enum pl_filter_state {
    PL_FILTER_IS_DOWN,     /* begins anew at restart_at */
    PL_FILTER_IS_STARTING, /* READY or FAILED is to come by limit_at */
    PL_FILTER_IS_UP,
    PL_FILTER_IS_ENDING, /* killed; its socket is about to close, by limit_at at the latest */
};

/* One call, waiting or on its way. */
struct pl_filter_call {
    struct pl_list node;
    enum pl_filter_frame_type type;
    uint32_t ticket; /* of a question that is open; else 0 */
    size_t len;
    uint8_t bytes[]; /* the frame */
};

struct pl_filter_user {
    int32_t id;
    uint32_t handle;
    int32_t level;
    int32_t room; /* 0: none */
    char name[PL_FILTER_NAME_MAX + 1];
    char ip[65];
};

struct pl_filter {
    struct pl_loop *loop;
    struct pl_filter_config config;
    char path[512];
    char min_version[PL_FILTER_VERSION_MAX];
    struct pl_filter_handler handler;
    void *arg;
    struct pl_filter_child *child; /* NULL: DOWN */
    struct pl_watch *watch;        /* NULL while reading pauses */
    struct pl_timer *timer;
    enum pl_filter_state state;
    bool hang_told;
    pl_time_us limit_at, restart_at, up_at;
    pl_time_us pause_us;
    char why[PL_FILTER_WHY_MAX]; /* it is being ended; empty: it ended by itself */
    /* to it */
    struct pl_list waiting; /* of struct pl_filter_call; oldest first */
    size_t waiting_count, waiting_bytes;
    struct pl_list sent; /* the same */
    size_t sent_count, sent_bytes;
    pl_time_us call_since; /* when the first of `sent` has begun */
    size_t questions;
    struct pl_idmap users;
    /* from it */
    uint64_t allowance; /* bytes that it may send now */
    pl_time_us filled_at;
    pl_time_us read_at; /* reading goes on; PL_TIME_NEVER: it has not paused */
    struct pl_filter_stats stats;
    uint8_t in[PL_FILTER_FRAME_MAX];
};

/* filter.c */
void pl_filter_arm(struct pl_filter *f);
/* The child is no good any more. why: a line. */
void pl_filter_condemn(struct pl_filter *f, const char *why);
/* READY or FAILED has come. */
void pl_filter_begun(struct pl_filter *f, const struct pl_filter_frame *frame);

/* calls.c */
void pl_filter_calls_init(struct pl_filter *f);
void pl_filter_calls_finish(struct pl_filter *f);
/* Sends what the window takes. */
void pl_filter_pump(struct pl_filter *f);
/* The oldest on its way has been made. False: there is none, or it was a question and there was no
 * answer. */
bool pl_filter_call_done(struct pl_filter *f);
/* The open question on its way with this ticket is answered. False: there is none. */
bool pl_filter_call_answered(struct pl_filter *f, uint32_t ticket, enum pl_filter_frame_type type);
/* The child has gone: what was on its way is lost, questions among it are answered, and news that
 * wait are forgotten, since the next child is told of everybody. */
void pl_filter_calls_lost(struct pl_filter *f);
/* A new child knows nobody: tell it, before what waits. */
void pl_filter_tell_all(struct pl_filter *f);
struct pl_filter_user *pl_filter_user_of(const struct pl_filter *f, int32_t user);

/* input.c */
/* Reads what is there, within the allowance. False: the other end has closed. */
bool pl_filter_read(struct pl_filter *f);

#endif

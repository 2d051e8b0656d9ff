/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log: one line a happening, key=value, to one descriptor (stderr).
 *
 *     ts=2026-11-22T05:45:01.123456Z level=info event=room.enter session=12 user="a b"
 *
 * A line is one write(2) of at most PL_LOG_LINE_MAX bytes, so lines of several threads do not mix.
 * Whatever a stranger sent is harmless in it: values are quoted when they hold anything unusual;
 * quotes, control characters, bytes that are not UTF-8 and characters that turn the direction of
 * writing are escaped; long values are cut and end in "...".
 *
 * The same event more often than PL_LOG_BURST at once or PL_LOG_PER_SECOND for long is held back;
 * its next line that passes says how many were (held=N). Debug lines are not held back.
 *
 * Levels: error = we gave up something; warn = something failed and we went on; info = one line a
 * change in somebody's life; debug = the rest. Never log a password, token, key or message text.
 */
#ifndef PL_SERVER_LOG_H
#define PL_SERVER_LOG_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/time.h"

#include <pthread.h>

enum pl_log_level {
    PL_LOG_ERROR,
    PL_LOG_WARN,
    PL_LOG_INFO,
    PL_LOG_DEBUG,
};

enum {
    PL_LOG_LINE_MAX = 2048,
    PL_LOG_VALUE_MAX = 256, /* bytes of a value that are shown */
    PL_LOG_BURST = 50,
    PL_LOG_PER_SECOND = 10,
    PL_LOG_EVENTS = 64, /* told apart for holding back */
};

struct pl_log_budget {
    const char *event;
    pl_time_us at;
    uint64_t tokens; /* in millionths */
    uint64_t held;
};

struct pl_log {
    int fd;
    enum pl_log_level level;
    pthread_mutex_t lock; /* guards the budgets */
    struct pl_log_budget budgets[PL_LOG_EVENTS];
};

struct pl_log_field {
    const char *key;
    bool is_number;
    int64_t number;
    struct pl_bytes text;
    char own[PL_ADDR_TEXT_MAX]; /* text points here when it was printed for the field */
};

/* Borrows fd. */
void pl_log_init(struct pl_log *log, int fd, enum pl_log_level level);
void pl_log_finish(struct pl_log *log);

/* Fields, made on the spot. */
static inline struct pl_log_field pl_log_num(const char *key, int64_t number)
{
    return (struct pl_log_field){.key = key, .is_number = true, .number = number};
}

static inline struct pl_log_field pl_log_text(const char *key, struct pl_bytes text)
{
    return (struct pl_log_field){.key = key, .text = text};
}

static inline struct pl_log_field pl_log_str(const char *key, const char *text)
{
    return pl_log_text(key, pl_bytes_str(text));
}

struct pl_log_field pl_log_addr(const char *key, const struct pl_addr *addr);

/* event: a string literal ("room.enter"). Any thread. */
void pl_log_write(struct pl_log *log, enum pl_log_level level, const char *event,
                  const struct pl_log_field *fields, size_t count);
/* The same at a given time; for tests. */
void pl_log_write_at(struct pl_log *log, pl_time_us now, uint64_t wall_us, enum pl_log_level level,
                     const char *event, const struct pl_log_field *fields, size_t count);

/* pl_log_do(log, PL_LOG_INFO, "room.enter", pl_log_num("session", 12), pl_log_str("why", "x")); */
#define pl_log_do(log, level, event, ...)                                                          \
    pl_log_write(log, level, event, (const struct pl_log_field[]){__VA_ARGS__},                    \
                 sizeof((const struct pl_log_field[]){__VA_ARGS__}) / sizeof(struct pl_log_field))

#endif

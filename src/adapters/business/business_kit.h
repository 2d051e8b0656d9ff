/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the business side with a real domain behind it, under a virtual clock, without
 * sockets. Links from 1 to PL_KIT_BUSINESS_MAX are business servers', the others clients'. What
 * anybody is sent is kept as text; the effects of a step are carried out as the hub does.
 */
#ifndef PL_BUSINESS_KIT_H
#define PL_BUSINESS_KIT_H

#include "adapters/business/business.h"

enum {
    PL_KIT_BUSINESS_MAX = 100,
    PL_KIT_LINKS = 600,
    PL_KIT_RULINGS = 8192,
};

struct pl_kit {
    struct pl_core *core;
    struct pl_business *business;
    pl_time_us now;
    char *said[PL_KIT_LINKS]; /* all that the link was sent, a line a message */
    size_t said_len[PL_KIT_LINKS];
    bool open[PL_KIT_LINKS];
    uint16_t closed[PL_KIT_LINKS]; /* code that we closed it with; 0: we have not */
    bool trusted[PL_KIT_LINKS];
    pl_time_us paused_until[PL_KIT_LINKS];
    struct pl_core_takers takers;
    struct pl_ruling rulings[PL_KIT_RULINGS]; /* answers by the port, codes and ids only */
    size_t ruling_count;
    struct pl_ruling waiting[64]; /* said NOW in the middle of a step */
    size_t waiting_count;
    unsigned facts[8]; /* by enum pl_business_fact */
    bool stepping;
};

/* required: every question that nobody takes is refused. */
void pl_kit_start(struct pl_kit *k, bool required);
void pl_kit_stop(struct pl_kit *k);

void pl_kit_open(struct pl_kit *k, uint64_t link);
/* One message; printf. To the domain or to the business side, by the number of the link. */
void pl_kit_say(struct pl_kit *k, uint64_t link, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void pl_kit_text(struct pl_kit *k, uint64_t link, struct pl_bytes text);
void pl_kit_close(struct pl_kit *k, uint64_t link);
void pl_kit_wait(struct pl_kit *k, pl_time_us time);

/* Opens and attaches a business server with the right secret; takes: JSON words, "\"login\"". */
void pl_kit_attach(struct pl_kit *k, uint64_t link, const char *takes);
/* Opens a client's link and says hello. Gives what it would be sent from then on. */
void pl_kit_hello(struct pl_kit *k, uint64_t link);

/* What the link was sent since the last pl_kit_forget; "" at least. */
const char *pl_kit_said(const struct pl_kit *k, uint64_t link);
void pl_kit_forget(struct pl_kit *k, uint64_t link);
/* How often that stands in it. */
unsigned pl_kit_count(const struct pl_kit *k, uint64_t link, const char *what);

#endif

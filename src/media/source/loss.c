/* SPDX-License-Identifier: Apache-2.0 */
#include "media/source/loss.h"

#include <string.h>

/* Below this, asking again would overtake the answer even on a local network. */
#define AGAIN_MIN_US PL_MS(20)
/* While nobody has measured the way: longer than most, so that few answers are asked for twice. */
#define AGAIN_UNKNOWN_US PL_MS(100)

void pl_loss_init(struct pl_loss *l)
{
    l->count = 0;
    l->newest = 0;
    l->broken = false;
}

static void drop(struct pl_loss *l, size_t i)
{
    l->count--;
    memmove(&l->entries[i], &l->entries[i + 1], (l->count - i) * sizeof(l->entries[0]));
}

static void add_gap(struct pl_loss *l, pl_time_us now, uint64_t first, uint64_t end)
{
    if (end - first > PL_LOSS_MAX - l->count) {
        /* More than can be asked for: a key frame repairs it, and the old wishes are moot. */
        l->count = 0;
        l->broken = true;
        return;
    }
    for (uint64_t seq = first; seq < end; seq++)
        l->entries[l->count++] = (struct pl_loss_entry){.seq = seq, .since = now, .ask_at = now};
}

void pl_loss_input(struct pl_loss *l, pl_time_us now, uint64_t seq)
{
    if (l->newest == 0) {
        l->newest = seq;
        return;
    }
    if (seq > l->newest) {
        add_gap(l, now, l->newest + 1, seq);
        l->newest = seq;
        return;
    }
    for (size_t i = l->count; i > 0 && l->entries[i - 1].seq >= seq; i--) {
        if (l->entries[i - 1].seq == seq) {
            drop(l, i - 1);
            return;
        }
    }
}

size_t pl_loss_due(struct pl_loss *l, pl_time_us now, pl_time_us rtt_us, uint16_t *seqs, size_t max)
{
    pl_time_us again = rtt_us == 0 ? AGAIN_UNKNOWN_US : rtt_us;
    size_t n = 0, i = 0;
    if (again < AGAIN_MIN_US)
        again = AGAIN_MIN_US;
    while (i < l->count) {
        struct pl_loss_entry *e = &l->entries[i];
        if (e->ask_at <= now && (e->tries >= PL_LOSS_TRIES || now - e->since > PL_LOSS_AGE_US)) {
            l->broken = true;
            drop(l, i);
            continue;
        }
        if (e->ask_at <= now && n < max) {
            seqs[n++] = (uint16_t)e->seq;
            if (e->tries++ == 0)
                e->asked_at = now;
            e->ask_at = now + again;
        }
        i++;
    }
    return n;
}

pl_time_us pl_loss_asked_at(const struct pl_loss *l, uint64_t seq)
{
    for (size_t i = l->count; i > 0 && l->entries[i - 1].seq >= seq; i--) {
        const struct pl_loss_entry *e = &l->entries[i - 1];
        if (e->seq == seq)
            return e->tries > 0 ? e->asked_at : 0;
    }
    return 0;
}

pl_time_us pl_loss_deadline(const struct pl_loss *l)
{
    pl_time_us at = PL_TIME_NEVER;
    for (size_t i = 0; i < l->count; i++)
        at = pl_time_min(at, l->entries[i].ask_at);
    return at;
}

bool pl_loss_take_broken(struct pl_loss *l)
{
    bool broken = l->broken;
    l->broken = false;
    return broken;
}

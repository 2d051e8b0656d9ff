/* SPDX-License-Identifier: Apache-2.0 */
#include "media/source/arrivals.h"

#include <string.h>

void pl_arrivals_init(struct pl_arrivals *a)
{
    a->count = 0;
    a->next_base = 0;
    a->due = PL_TIME_NEVER;
    a->feedbacks = 0;
    pl_seq_unwrapper_init(&a->unwrapper);
}

void pl_arrivals_input(struct pl_arrivals *a, pl_time_us now, uint16_t seq)
{
    uint64_t full = pl_seq_unwrap(&a->unwrapper, seq);
    size_t i = a->count;
    if (a->next_base == 0)
        a->next_base = full;
    if (full < a->next_base)
        return; /* its loss has been told already; the draft knows no taking back */
    if (a->count == PL_ARRIVALS_MAX)
        return; /* the caller is late; told as lost rather than remembered without end */
    while (i > 0 && a->waiting[i - 1].seq > full)
        i--;
    if (i > 0 && a->waiting[i - 1].seq == full)
        return;
    memmove(&a->waiting[i + 1], &a->waiting[i], (a->count - i) * sizeof(a->waiting[0]));
    a->waiting[i] = (struct pl_twcc_arrival){full, now};
    a->count++;
    if (a->count == 1)
        a->due = now + PL_ARRIVALS_INTERVAL_US;
    if (a->count == PL_ARRIVALS_MAX)
        a->due = now;
}

pl_time_us pl_arrivals_deadline(const struct pl_arrivals *a)
{
    return a->due;
}

bool pl_arrivals_write(struct pl_arrivals *a, struct pl_writer *w, uint32_t sender_ssrc,
                       uint32_t media_ssrc)
{
    struct pl_twcc_feedback f = {a->waiting,  a->count,   a->next_base,
                                 sender_ssrc, media_ssrc, a->feedbacks};
    size_t used;
    enum pl_err err;
    if (a->count == 0)
        return false;
    err = pl_rtcp_write_twcc(w, &f, &used);
    if (err == PL_E_RANGE) {
        /* The publisher jumped ahead: what lies between can never be told. */
        f.base_seq = a->waiting[0].seq;
        err = pl_rtcp_write_twcc(w, &f, &used);
    }
    if (err)
        return false;
    a->feedbacks++;
    a->next_base = a->waiting[used - 1].seq + 1;
    a->count -= used;
    memmove(a->waiting, a->waiting + used, a->count * sizeof(a->waiting[0]));
    if (a->count == 0)
        a->due = PL_TIME_NEVER;
    return true;
}

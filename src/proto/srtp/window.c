/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/srtp/window.h"

enum { HALF = 1 << 15 };

static uint64_t bit_of(uint64_t index)
{
    return UINT64_C(1) << (index % 64);
}

static size_t word_of(uint64_t index)
{
    return (size_t)(index % PL_SRTP_WINDOW) / 64;
}

enum pl_err pl_srtp_stream_guess(const struct pl_srtp_stream *st, uint16_t seq, uint64_t *index)
{
    uint64_t roc = st->highest >> 16;
    int newest = (int)(st->highest & 0xffff);

    *index = seq;
    if (!st->started)
        return PL_OK;
    /* The comparisons are those of RFC 3711 appendix A to the letter: at a distance of exactly 2^15
     * another rule would be as good, but the peer must come to the same result. */
    if (newest < HALF) {
        if (seq - newest > HALF) {
            if (roc == 0)
                return PL_E_RANGE;
            roc--;
        }
    } else if (newest - HALF > seq) {
        roc++;
        if (roc > UINT32_MAX)
            return PL_E_LIMIT;
    }
    *index = roc << 16 | seq;
    return PL_OK;
}

enum pl_err pl_srtp_stream_check(const struct pl_srtp_stream *st, uint64_t index)
{
    if (!st->started || index > st->highest)
        return PL_OK;
    if (st->highest - index >= PL_SRTP_WINDOW)
        return PL_E_REPLAY;
    return (st->used[word_of(index)] & bit_of(index)) ? PL_E_REPLAY : PL_OK;
}

void pl_srtp_stream_accept(struct pl_srtp_stream *st, uint64_t index)
{
    if (!st->started || (index > st->highest && index - st->highest >= PL_SRTP_WINDOW)) {
        memset(st->used, 0, sizeof(st->used));
        st->highest = index;
        st->started = true;
    }
    /* Indices passed over have not been used: their places still tell of those a window earlier. */
    while (st->highest < index) {
        st->highest++;
        st->used[word_of(st->highest)] &= ~bit_of(st->highest);
    }
    st->used[word_of(index)] |= bit_of(index);
}

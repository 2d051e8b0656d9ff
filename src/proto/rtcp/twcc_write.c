/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feedback is written in two walks over the same arrivals: the first only counts and decides how
 * many fit, the second writes. Both drive the same chunker, so they cannot disagree.
 */
#include "proto/rtcp/twcc.h"

#include <assert.h>

enum {
    SYMBOL_NONE = 0,
    SYMBOL_SMALL = 1,
    SYMBOL_LARGE = 2,

    VECTOR_BIT = 0x8000,
    TWO_BIT_BIT = 0x4000,
    RUN_MAX = 0x1fff,
    ONE_BIT_SYMBOLS = 14,
    TWO_BIT_SYMBOLS = 7,

    FIXED_BYTES = 16, /* both SSRCs, base, count, reference time, feedback count */
    CHUNK_BYTES = 2,
    TICKS_PER_REFERENCE = PL_TWCC_REFERENCE_US / PL_TWCC_TICK_US,
};

/*
 * Symbols that are not in a chunk yet. Invariant: they fit into one chunk: all the same (a run), or
 * at most 7 of any kind, or at most 14 without a large one.
 */
struct chunker {
    struct pl_writer *w; /* NULL: count only */
    size_t chunks;
    size_t count;
    bool same;
    bool large;
    uint8_t symbols[ONE_BIT_SYMBOLS];
};

static void put_chunk(struct chunker *c, unsigned chunk)
{
    if (c->w)
        pl_write_u16(c->w, (uint16_t)chunk);
    c->chunks++;
}

static unsigned run_chunk(const struct chunker *c)
{
    return (unsigned)c->symbols[0] << 13 | (unsigned)c->count;
}

static unsigned one_bit_chunk(const struct chunker *c)
{
    unsigned chunk = VECTOR_BIT;
    for (size_t i = 0; i < c->count; i++)
        chunk |= (unsigned)c->symbols[i] << (ONE_BIT_SYMBOLS - 1 - i);
    return chunk;
}

static unsigned two_bit_chunk(const struct chunker *c)
{
    unsigned chunk = VECTOR_BIT | TWO_BIT_BIT;
    for (size_t i = 0; i < c->count && i < TWO_BIT_SYMBOLS; i++)
        chunk |= (unsigned)c->symbols[i] << (2 * (TWO_BIT_SYMBOLS - 1 - i));
    return chunk;
}

static bool fits(const struct chunker *c, uint8_t symbol)
{
    if (c->count < TWO_BIT_SYMBOLS)
        return true;
    if (c->count < ONE_BIT_SYMBOLS && !c->large && symbol != SYMBOL_LARGE)
        return true;
    return c->count < RUN_MAX && c->same && c->symbols[0] == symbol;
}

static void push(struct chunker *c, uint8_t symbol)
{
    c->same = c->count == 0 || (c->same && c->symbols[0] == symbol);
    c->large = (c->count > 0 && c->large) || symbol == SYMBOL_LARGE;
    if (c->count < ONE_BIT_SYMBOLS)
        c->symbols[c->count] = symbol;
    c->count++;
}

/* Makes room for a symbol that does not fit, with the chunk that takes most of what is there. */
static void emit(struct chunker *c)
{
    size_t total = c->count;
    if (c->same) {
        put_chunk(c, run_chunk(c));
        c->count = 0;
    } else if (total == ONE_BIT_SYMBOLS) {
        put_chunk(c, one_bit_chunk(c));
        c->count = 0;
    } else {
        put_chunk(c, two_bit_chunk(c));
        c->count = 0;
        for (size_t i = TWO_BIT_SYMBOLS; i < total; i++)
            push(c, c->symbols[i]);
    }
}

static void add(struct chunker *c, uint8_t symbol)
{
    if (!fits(c, symbol))
        emit(c);
    push(c, symbol);
}

/* The rest always makes exactly one chunk, by the invariant. */
static void finish(struct chunker *c)
{
    if (c->same)
        put_chunk(c, run_chunk(c));
    else if (c->count <= TWO_BIT_SYMBOLS)
        put_chunk(c, two_bit_chunk(c));
    else
        put_chunk(c, one_bit_chunk(c));
    c->count = 0;
}

static int64_t ticks(pl_time_us t)
{
    return (int64_t)(t / PL_TWCC_TICK_US);
}

static int64_t reference_ticks(const struct pl_twcc_feedback *f)
{
    int64_t first = ticks(f->arrivals[0].at);
    return first - first % TICKS_PER_REFERENCE;
}

/* Delta of arrival i from the one before, or from the reference time. */
static int64_t delta_at(const struct pl_twcc_feedback *f, size_t i)
{
    int64_t before = i == 0 ? reference_ticks(f) : ticks(f->arrivals[i - 1].at);
    return ticks(f->arrivals[i].at) - before;
}

static uint8_t symbol_of(int64_t delta)
{
    return delta >= 0 && delta <= UINT8_MAX ? SYMBOL_SMALL : SYMBOL_LARGE;
}

/* Everything from `next` up to arrival i: what is missing, then the arrival. */
static void add_arrival(struct chunker *c, const struct pl_twcc_feedback *f, size_t i,
                        uint64_t next)
{
    for (; next < f->arrivals[i].seq; next++)
        add(c, SYMBOL_NONE);
    add(c, symbol_of(delta_at(f, i)));
}

static uint64_t next_seq(const struct pl_twcc_feedback *f, size_t i)
{
    return i == 0 ? f->base_seq : f->arrivals[i - 1].seq + 1;
}

/* How many arrivals go into a packet of at most `space` bytes, and the size of its body. */
static size_t plan(const struct pl_twcc_feedback *f, size_t space, size_t *body)
{
    struct chunker c = {0};
    size_t used = 0, deltas = 0;
    for (size_t i = 0; i < f->count; i++) {
        int64_t delta = delta_at(f, i);
        size_t size;
        assert(f->arrivals[i].seq >= next_seq(f, i));
        if (delta < INT16_MIN || delta > INT16_MAX ||
            f->arrivals[i].seq - f->base_seq >= PL_TWCC_WRITE_STATUSES_MAX)
            break;
        add_arrival(&c, f, i, next_seq(f, i));
        deltas += symbol_of(delta); /* its number is its size */
        size = FIXED_BYTES + CHUNK_BYTES * (c.chunks + 1) + deltas;
        if (PL_RTCP_HEADER_BYTES + ((size + 3) & ~(size_t)3) > space)
            break;
        used = i + 1;
        *body = size;
    }
    return used;
}

static void write_body(struct pl_writer *w, const struct pl_twcc_feedback *f, size_t used)
{
    struct chunker c = {.w = w};
    uint64_t statuses = f->arrivals[used - 1].seq + 1 - f->base_seq;
    pl_write_u32(w, f->sender_ssrc);
    pl_write_u32(w, f->media_ssrc);
    pl_write_u16(w, (uint16_t)f->base_seq);
    pl_write_u16(w, (uint16_t)statuses);
    pl_write_u24(w, (uint32_t)(reference_ticks(f) / TICKS_PER_REFERENCE) & 0xffffff);
    pl_write_u8(w, f->feedback_count);
    for (size_t i = 0; i < used; i++)
        add_arrival(&c, f, i, next_seq(f, i));
    finish(&c);
    for (size_t i = 0; i < used; i++) {
        int64_t delta = delta_at(f, i);
        if (symbol_of(delta) == SYMBOL_SMALL)
            pl_write_u8(w, (uint8_t)delta);
        else
            pl_write_u16(w, (uint16_t)(int16_t)delta);
    }
}

enum pl_err pl_rtcp_write_twcc(struct pl_writer *w, const struct pl_twcc_feedback *f, size_t *used)
{
    size_t space = pl_writer_ok(w) ? w->size - w->pos : 0;
    size_t size = 0;
    struct pl_writer part;
    uint8_t *body;

    assert(f->count > 0 && f->arrivals[0].seq >= f->base_seq);
    *used = 0;
    if (f->arrivals[0].seq - f->base_seq >= PL_TWCC_WRITE_STATUSES_MAX)
        return PL_E_RANGE;
    *used = plan(f, space, &size);
    if (*used == 0)
        return PL_E_SPACE;
    body = pl_rtcp_write_head(w, PL_RTCP_RTPFB, PL_RTCP_FMT_TWCC, size);
    assert(body); /* planned for this space, and 0x7fff statuses stay below the length field */
    part = pl_writer_of(body, size);
    write_body(&part, f, *used);
    assert(pl_writer_ok(&part) && part.pos == size);
    return PL_OK;
}

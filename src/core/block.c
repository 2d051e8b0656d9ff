/* SPDX-License-Identifier: Apache-2.0 */
#include "core/block.h"

#include <stdlib.h>

struct pl_block {
    struct pl_list wild; /* in no list when the pattern has no * */
    pl_time_us until;    /* 0: for good */
    size_t len;
    uint8_t text[PL_BLOCK_PATTERN_MAX];
};

static struct pl_bytes text_of(const struct pl_block *block)
{
    return pl_bytes_of(block->text, block->len);
}

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c - 'A' + 'a') : c;
}

/* What an address can be made of, in small letters. False: something else is in it. */
static bool clean(struct pl_bytes from, uint8_t out[PL_BLOCK_PATTERN_MAX])
{
    if (from.len == 0 || from.len > PL_BLOCK_PATTERN_MAX)
        return false;
    for (size_t i = 0; i < from.len; i++) {
        uint8_t c = lower(from.data[i]);
        bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (!digit && c != '.' && c != ':' && c != '*')
            return false;
        out[i] = c;
    }
    return true;
}

/* Goes back to the last * only: linear in pattern times text at worst, both are short. */
static bool matches(struct pl_bytes pattern, struct pl_bytes text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.data[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len && pattern.data[p] == lower(text.data[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.data[p] == '*')
        p++;
    return p == pattern.len;
}

void pl_blocks_init(struct pl_blocks *b, size_t limit, const uint8_t seed[16])
{
    pl_strmap_init(&b->by_pattern, limit, seed);
    pl_list_init(&b->wild);
}

void pl_blocks_finish(struct pl_blocks *b)
{
    for (size_t i = 0; b->by_pattern.slots && i <= b->by_pattern.mask; i++)
        free(b->by_pattern.slots[i].value);
    pl_strmap_finish(&b->by_pattern);
    pl_list_init(&b->wild);
}

enum pl_err pl_blocks_add(struct pl_blocks *b, struct pl_bytes pattern, pl_time_us until)
{
    uint8_t text[PL_BLOCK_PATTERN_MAX];
    struct pl_block *block;
    enum pl_err err;
    if (!clean(pattern, text))
        return PL_E_RANGE;
    block = pl_strmap_get(&b->by_pattern, pl_bytes_of(text, pattern.len));
    if (block) {
        block->until = until;
        return PL_OK;
    }
    block = calloc(1, sizeof(*block));
    if (!block)
        return PL_E_NOMEM;
    block->until = until;
    block->len = pattern.len;
    memcpy(block->text, text, pattern.len);
    pl_list_init(&block->wild);
    err = pl_strmap_put(&b->by_pattern, text_of(block), block);
    if (err) {
        free(block);
        return err;
    }
    if (memchr(text, '*', pattern.len))
        pl_list_add_tail(&b->wild, &block->wild);
    return PL_OK;
}

static void forget(struct pl_blocks *b, struct pl_block *block)
{
    pl_strmap_remove(&b->by_pattern, text_of(block));
    pl_list_remove(&block->wild);
    free(block);
}

bool pl_blocks_remove(struct pl_blocks *b, struct pl_bytes pattern)
{
    uint8_t text[PL_BLOCK_PATTERN_MAX];
    struct pl_block *block = NULL;
    if (clean(pattern, text))
        block = pl_strmap_get(&b->by_pattern, pl_bytes_of(text, pattern.len));
    if (!block)
        return false;
    forget(b, block);
    return true;
}

/* Does it still count? */
static bool counts(struct pl_blocks *b, struct pl_block *block, pl_time_us now)
{
    if (block->until == 0 || now < block->until)
        return true;
    forget(b, block);
    return false;
}

bool pl_blocks_match(struct pl_blocks *b, struct pl_bytes ip, pl_time_us now)
{
    struct pl_list *it, *tmp;
    uint8_t text[PL_BLOCK_PATTERN_MAX];
    struct pl_block *block;
    if (b->by_pattern.count == 0 || !clean(ip, text))
        return false;
    block = pl_strmap_get(&b->by_pattern, pl_bytes_of(text, ip.len));
    if (block && counts(b, block, now))
        return true;
    pl_list_for_each_safe(it, tmp, &b->wild)
    {
        block = pl_container_of(it, struct pl_block, wild);
        if (matches(text_of(block), pl_bytes_of(text, ip.len)) && counts(b, block, now))
            return true;
    }
    return false;
}

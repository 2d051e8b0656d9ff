/* SPDX-License-Identifier: Apache-2.0 */
#include "server/hold.h"

#include "base/idmap.h"
#include "base/list.h"

#include <stdlib.h>

enum kind { TEXT, BINARY, CLOSE };

/* A link that has to wait. */
struct waiter {
    uint64_t link;
    uint64_t until; /* what it says next waits for that */
    size_t count;   /* of its words that wait */
    struct pl_list node;
};

struct word {
    struct pl_list node;
    uint64_t link;
    uint64_t until; /* never less than of the word before it, whosever that is */
    enum kind kind;
    uint16_t code;
    const char *reason;
    size_t len;
    uint8_t bytes[];
};

struct pl_hold {
    struct pl_hold_port port;
    struct pl_list words;   /* in the order in which they were said */
    struct pl_list waiters; /* of struct waiter */
    struct pl_idmap by_link;
    uint64_t behind; /* of the step in progress; 0: nothing */
    uint64_t newest; /* number that anybody waited for */
    uint64_t safe;
    size_t count;
    size_t bytes;
    bool let_all;
    uint64_t let_out;
};

struct pl_hold *pl_hold_create(const struct pl_hold_port *port)
{
    struct pl_hold *h = calloc(1, sizeof(*h));
    if (!h)
        return NULL;
    h->port = *port;
    pl_list_init(&h->words);
    pl_list_init(&h->waiters);
    pl_idmap_init(&h->by_link, SIZE_MAX);
    return h;
}

void pl_hold_destroy(struct pl_hold *h)
{
    struct pl_list *it, *tmp;
    if (!h)
        return;
    pl_list_for_each_safe(it, tmp, &h->words)
    {
        free(pl_container_of(it, struct word, node));
    }
    pl_list_for_each_safe(it, tmp, &h->waiters)
    {
        free(pl_container_of(it, struct waiter, node));
    }
    pl_idmap_finish(&h->by_link);
    free(h);
}

/* ---- who waits ---- */

static struct waiter *wait_for(struct pl_hold *h, uint64_t link, uint64_t until)
{
    struct waiter *w = pl_idmap_get(&h->by_link, link);
    if (!w) {
        w = calloc(1, sizeof(*w));
        if (!w)
            return NULL;
        if (pl_idmap_put(&h->by_link, link, w) != PL_OK) {
            free(w);
            return NULL;
        }
        w->link = link;
        pl_list_add_tail(&h->waiters, &w->node);
    }
    if (until > w->until)
        w->until = until;
    return w;
}

static void drop_waiter(struct pl_hold *h, struct waiter *w)
{
    pl_idmap_remove(&h->by_link, w->link);
    pl_list_remove(&w->node);
    free(w);
}

/* 0: it need not. */
static uint64_t until_of(struct pl_hold *h, uint64_t link)
{
    const struct waiter *w = h->by_link.count ? pl_idmap_get(&h->by_link, link) : NULL;
    if (h->let_all)
        return 0;
    if (h->behind)
        return h->behind;
    return w ? w->until : 0;
}

/* ---- saying ---- */

static void say(struct pl_hold *h, const struct word *word)
{
    switch (word->kind) {
    case TEXT:
        h->port.text(h->port.arg, word->link, pl_bytes_of(word->bytes, word->len));
        break;
    case BINARY:
        h->port.binary(h->port.arg, word->link, pl_bytes_of(word->bytes, word->len));
        break;
    case CLOSE:
        h->port.close(h->port.arg, word->link, word->code, word->reason);
        break;
    }
}

static void let_out(struct pl_hold *h, struct word *word)
{
    struct waiter *w = pl_idmap_get(&h->by_link, word->link);
    pl_list_remove(&word->node);
    h->count--;
    h->bytes -= word->len;
    if (w)
        w->count--;
    say(h, word);
    free(word);
}

void pl_hold_release(struct pl_hold *h, uint64_t number)
{
    struct pl_list *it, *tmp;
    if (number > h->safe)
        h->safe = number;
    while (!pl_list_empty(&h->words)) {
        struct word *word = pl_container_of(h->words.next, struct word, node);
        if (word->until > h->safe)
            break;
        let_out(h, word);
    }
    pl_list_for_each_safe(it, tmp, &h->waiters)
    {
        struct waiter *w = pl_container_of(it, struct waiter, node);
        if (w->count == 0 && w->until <= h->safe)
            drop_waiter(h, w);
    }
}

void pl_hold_let_all(struct pl_hold *h, bool on)
{
    h->let_all = on;
    if (on)
        pl_hold_release(h, h->newest);
}

static void keep_word(struct pl_hold *h, uint64_t until, const struct word *like, const void *bytes)
{
    struct word *word = malloc(sizeof(*word) + like->len);
    struct waiter *w = wait_for(h, like->link, until);
    if (!word || !w || h->bytes + like->len > PL_HOLD_BYTES) {
        free(word);
        h->let_out++;
        pl_hold_release(h, h->newest); /* what was said before goes first */
        struct word now = *like;
        if (like->kind == TEXT)
            h->port.text(h->port.arg, now.link, pl_bytes_of(bytes, now.len));
        else if (like->kind == BINARY)
            h->port.binary(h->port.arg, now.link, pl_bytes_of(bytes, now.len));
        else
            h->port.close(h->port.arg, now.link, now.code, now.reason);
        return;
    }
    *word = *like;
    word->until = w->until > h->newest ? w->until : h->newest;
    if (like->len > 0)
        memcpy(word->bytes, bytes, like->len);
    pl_list_add_tail(&h->words, &word->node);
    w->count++;
    h->count++;
    h->bytes += like->len;
}

void pl_hold_text(struct pl_hold *h, uint64_t link, struct pl_bytes text)
{
    uint64_t until = until_of(h, link);
    if (until)
        keep_word(h, until, &(struct word){.link = link, .kind = TEXT, .len = text.len}, text.data);
    else
        h->port.text(h->port.arg, link, text);
}

void pl_hold_binary(struct pl_hold *h, uint64_t link, struct pl_bytes data)
{
    uint64_t until = until_of(h, link);
    if (until)
        keep_word(h, until, &(struct word){.link = link, .kind = BINARY, .len = data.len},
                  data.data);
    else
        h->port.binary(h->port.arg, link, data);
}

void pl_hold_close(struct pl_hold *h, uint64_t link, uint16_t code, const char *reason)
{
    uint64_t until = until_of(h, link);
    const struct word like = {.link = link, .kind = CLOSE, .code = code, .reason = reason};
    if (until)
        keep_word(h, until, &like, NULL);
    else
        h->port.close(h->port.arg, link, code, reason);
}

/* ---- steps and links ---- */

void pl_hold_behind(struct pl_hold *h, uint64_t number)
{
    if (number <= h->safe || h->let_all)
        return;
    h->behind = number;
    h->newest = number > h->newest ? number : h->newest;
}

void pl_hold_go_on(struct pl_hold *h)
{
    h->behind = 0;
}

void pl_hold_again(struct pl_hold *h, uint64_t link)
{
    if (h->newest > h->safe && !h->let_all)
        (void)wait_for(h, link, h->newest); /* without memory it goes on, and so do all */
}

void pl_hold_closed(struct pl_hold *h, uint64_t link)
{
    struct waiter *w = pl_idmap_get(&h->by_link, link);
    struct pl_list *it, *tmp;
    if (!w)
        return;
    pl_list_for_each_safe(it, tmp, &h->words)
    {
        struct word *word = pl_container_of(it, struct word, node);
        if (w->count == 0)
            break;
        if (word->link != link)
            continue;
        pl_list_remove(&word->node);
        w->count--;
        h->count--;
        h->bytes -= word->len;
        free(word);
    }
    drop_waiter(h, w);
}

void pl_hold_stats(const struct pl_hold *h, struct pl_hold_stats *out)
{
    *out = (struct pl_hold_stats){
        .words = h->count, .bytes = h->bytes, .links = h->by_link.count, .let_out = h->let_out};
}

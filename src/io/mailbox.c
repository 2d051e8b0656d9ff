/* SPDX-License-Identifier: Apache-2.0 */
#include "io/mailbox.h"

#include <assert.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct pl_mailbox {
    pthread_mutex_t lock; /* guards everything below but fd and the sizes */
    size_t value_bytes;
    size_t capacity;
    size_t first;
    size_t count;
    bool woken; /* the eventfd is set and the reader has not cleared it */
    int fd;
    uint8_t *values;
};

enum pl_err pl_mailbox_create(struct pl_mailbox **out, size_t value_bytes, size_t capacity)
{
    struct pl_mailbox *box = calloc(1, sizeof(*box));
    assert(value_bytes > 0 && capacity > 0);
    *out = NULL;
    if (!box)
        return PL_E_NOMEM;
    box->value_bytes = value_bytes;
    box->capacity = capacity;
    box->values = calloc(capacity, value_bytes);
    box->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    (void)pthread_mutex_init(&box->lock, NULL);
    if (!box->values || box->fd < 0) {
        enum pl_err err = box->values ? PL_E_IO : PL_E_NOMEM;
        pl_mailbox_destroy(box);
        return err;
    }
    *out = box;
    return PL_OK;
}

void pl_mailbox_destroy(struct pl_mailbox *box)
{
    if (!box)
        return;
    if (box->fd >= 0)
        close(box->fd);
    (void)pthread_mutex_destroy(&box->lock);
    free(box->values);
    free(box);
}

/* With the lock held, so that setting and clearing cannot cross each other. */
static void set_woken(struct pl_mailbox *box, bool woken)
{
    uint64_t n = 1;
    ssize_t done;
    if (box->woken == woken)
        return;
    box->woken = woken;
    done = woken ? write(box->fd, &n, sizeof(n)) : read(box->fd, &n, sizeof(n));
    assert(done == (ssize_t)sizeof(n)); /* an eventfd between 0 and 1 cannot block */
    (void)done;
}

static uint8_t *value_at(const struct pl_mailbox *box, size_t index)
{
    return box->values + index % box->capacity * box->value_bytes;
}

enum pl_err pl_mailbox_push(struct pl_mailbox *box, const void *value)
{
    enum pl_err err = PL_E_LIMIT;
    pthread_mutex_lock(&box->lock);
    if (box->count < box->capacity) {
        memcpy(value_at(box, box->first + box->count), value, box->value_bytes);
        box->count++;
        set_woken(box, true);
        err = PL_OK;
    }
    pthread_mutex_unlock(&box->lock);
    return err;
}

void pl_mailbox_wake(struct pl_mailbox *box)
{
    pthread_mutex_lock(&box->lock);
    set_woken(box, true);
    pthread_mutex_unlock(&box->lock);
}

size_t pl_mailbox_take(struct pl_mailbox *box, void *dst, size_t max)
{
    size_t n;
    pthread_mutex_lock(&box->lock);
    n = box->count < max ? box->count : max;
    for (size_t i = 0; i < n; i++)
        memcpy((uint8_t *)dst + i * box->value_bytes, value_at(box, box->first + i),
               box->value_bytes);
    box->first = (box->first + n) % box->capacity;
    box->count -= n;
    if (box->count == 0)
        box->first = 0; /* the same memory again, rather than all of it in turn */
    if (n == 0)
        set_woken(box, false);
    pthread_mutex_unlock(&box->lock);
    return n;
}

int pl_mailbox_fd(const struct pl_mailbox *box)
{
    return box->fd;
}

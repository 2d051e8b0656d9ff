/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/recorder/tap.h"

#include "base/list.h"
#include "proto/record/tap.h"

#include <netinet/in.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { SEND_BYTES = 4 << 20 };

struct pl_recorder_tap {
    struct pl_media_copies port;
    struct pl_media_copies *others;
    int fd;
    /* Written one after the other: a packet in between has the wrong cookie, and is dropped. */
    _Atomic uint64_t cookie;
    _Atomic uint16_t to;
};

static enum pl_tap_codec codec_of(enum pl_codec codec)
{
    switch (codec) {
    case PL_CODEC_OPUS:
        return PL_TAP_CODEC_OPUS;
    case PL_CODEC_H264:
        return PL_TAP_CODEC_H264;
    case PL_CODEC_VP8:
        return PL_TAP_CODEC_VP8;
    case PL_CODEC_VP9:
        return PL_TAP_CODEC_VP9;
    case PL_CODEC_AV1:
        return PL_TAP_CODEC_AV1;
    default:
        return PL_TAP_CODEC_NONE;
    }
}

static bool to_recorder(struct pl_recorder_tap *t, const struct pl_media_copied *c)
{
    struct pl_tap tap = {.cookie = atomic_load(&t->cookie),
                         .stamp_us = c->now,
                         .source = c->tag & ~(uint32_t)PL_MEDIA_COPY_ASKS,
                         .codec = c->report ? PL_TAP_CODEC_NONE : codec_of(c->codec),
                         .report = c->report};
    uint8_t head[PL_TAP_HEAD_BYTES];
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                             .sin_port = htons(atomic_load(&t->to))};
    struct iovec parts[2] = {{head, sizeof(head)},
                             {(void *)(uintptr_t)c->datagram.data, c->datagram.len}};
    struct msghdr msg = {
        .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = parts, .msg_iovlen = 2};
    if (to.sin_port == 0 || (!c->report && tap.codec == PL_TAP_CODEC_NONE) ||
        sizeof(head) + c->datagram.len > PL_TAP_DATAGRAM_MAX)
        return false;
    pl_tap_write_head(head, &tap);
    return sendmsg(t->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL) ==
           (ssize_t)(sizeof(head) + c->datagram.len);
}

static bool on_packet(struct pl_media_copies *self, const struct pl_media_copied *copied)
{
    struct pl_recorder_tap *t = pl_container_of(self, struct pl_recorder_tap, port);
    if (copied->tag & PL_MEDIA_COPY_ASKS)
        return to_recorder(t, copied);
    return t->others && t->others->packet(t->others, copied);
}

enum pl_err pl_recorder_tap_open(struct pl_recorder_tap **out, struct pl_media_copies *others)
{
    struct pl_recorder_tap *t = calloc(1, sizeof(*t));
    int bytes = SEND_BYTES;
    if (!t)
        return PL_E_NOMEM;
    t->port.packet = on_packet;
    t->others = others;
    t->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (t->fd < 0) {
        free(t);
        return PL_E_IO;
    }
    (void)setsockopt(t->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
    *out = t;
    return PL_OK;
}

void pl_recorder_tap_close(struct pl_recorder_tap *tap)
{
    if (!tap)
        return;
    (void)close(tap->fd);
    free(tap);
}

void pl_recorder_tap_aim(struct pl_recorder_tap *tap, uint16_t port, uint64_t cookie)
{
    atomic_store(&tap->to, 0);
    atomic_store(&tap->cookie, cookie);
    atomic_store(&tap->to, port);
}

struct pl_media_copies *pl_recorder_tap_port(struct pl_recorder_tap *tap)
{
    return &tap->port;
}

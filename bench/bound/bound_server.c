/* SPDX-License-Identifier: Apache-2.0 */
/* The process that is measured. */
#include "bound.h"

#include <errno.h>
#include <netinet/udp.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum { BATCH = 64, SENDS = 256 };

struct server {
    int fd;
    unsigned count;
    const struct sockaddr_in *subscribers;
    struct pl_srtp_session in;
    struct pl_srtp_session out[BOUND_SUBSCRIBERS_MAX];

    struct mmsghdr in_headers[BATCH];
    struct iovec in_iov[BATCH];
    uint8_t in_bytes[BATCH][BOUND_SLOT];
    size_t lens[BATCH]; /* decrypted */

    uint8_t arena[SENDS * BOUND_SLOT];
    size_t used; /* bytes */
    size_t messages;
    struct mmsghdr out_headers[SENDS];
    struct iovec out_iov[SENDS];
    union {
        struct cmsghdr head;
        uint8_t bytes[CMSG_SPACE(sizeof(uint16_t))];
    } control[SENDS];
};

static void flush(struct server *s)
{
    size_t done = 0;
    while (done < s->messages) {
        int n = sendmmsg(s->fd, s->out_headers + done, (unsigned)(s->messages - done), 0);
        must(n > 0 || errno == EINTR || errno == ECONNREFUSED, "sendmmsg");
        done += n > 0 ? (size_t)n : 0;
    }
    s->used = 0;
    s->messages = 0;
}

static void add_message(struct server *s, unsigned subscriber, size_t bytes, size_t segment_bytes)
{
    size_t m = s->messages++;
    struct msghdr *h = &s->out_headers[m].msg_hdr;
    uint16_t segment = (uint16_t)segment_bytes;
    s->out_iov[m] = (struct iovec){s->arena + s->used, bytes};
    *h = (struct msghdr){.msg_name = (void *)(uintptr_t)&s->subscribers[subscriber],
                         .msg_namelen = sizeof(s->subscribers[subscriber]),
                         .msg_iov = &s->out_iov[m],
                         .msg_iovlen = 1};
    s->used += bytes;
    if (bytes <= segment_bytes)
        return;
    h->msg_control = s->control[m].bytes;
    h->msg_controllen = sizeof(s->control[m].bytes);
    s->control[m].head = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(segment)), .cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT};
    memcpy(CMSG_DATA(&s->control[m].head), &segment, sizeof(segment));
}

/* Packets first..last-1 of the batch, all of one length, to one subscriber as one message. */
static void send_run(struct server *s, unsigned subscriber, size_t first, size_t last)
{
    size_t len, bytes = 0, out = s->lens[first] + pl_srtp_rtp_overhead(PL_SRTP_AEAD_AES_128_GCM);
    if (s->messages == SENDS || s->used + (last - first) * out > sizeof(s->arena))
        flush(s);
    for (size_t i = first; i < last; i++) {
        uint8_t *slot = s->arena + s->used + bytes;
        memcpy(slot, s->in_bytes[i], BOUND_HEADER);
        must(pl_srtp_protect_rtp(
                 &s->out[subscriber], pl_bytes_of(slot, BOUND_HEADER),
                 pl_bytes_of(s->in_bytes[i] + BOUND_HEADER, s->lens[i] - BOUND_HEADER), slot,
                 BOUND_SLOT, &len) == PL_OK,
             "protect_rtp");
        bytes += len;
    }
    add_message(s, subscriber, bytes, out);
}

static size_t receive(struct server *s)
{
    size_t taken = 0;
    int n = recvmmsg(s->fd, s->in_headers, BATCH, MSG_WAITFORONE, NULL);
    must(n > 0 || errno == EINTR || errno == ECONNREFUSED, "recvmmsg");
    for (int i = 0; i < n; i++) {
        size_t len = s->in_headers[i].msg_len;
        if (pl_srtp_unprotect_rtp(&s->in, s->in_bytes[i], &len) != PL_OK)
            continue;
        must(taken == (size_t)i, "unprotect_rtp"); /* nobody else sends to us */
        s->lens[taken++] = len;
    }
    return taken;
}

_Noreturn void bound_serve(int fd, const struct sockaddr_in *subscribers, unsigned count)
{
    static struct server s;
    s.fd = fd;
    s.count = count;
    s.subscribers = subscribers;
    bound_session(&s.in, 0, PL_SRTP_RECEIVE);
    for (unsigned i = 0; i < count; i++)
        bound_session(&s.out[i], i + 1, PL_SRTP_SEND);
    for (size_t i = 0; i < BATCH; i++) {
        s.in_iov[i] = (struct iovec){s.in_bytes[i], BOUND_SLOT};
        s.in_headers[i].msg_hdr = (struct msghdr){.msg_iov = &s.in_iov[i], .msg_iovlen = 1};
    }
    for (;;) {
        size_t n = receive(&s);
        for (unsigned i = 0; i < s.count; i++) {
            for (size_t first = 0, last; first < n; first = last) {
                last = first + 1;
                while (last < n && last - first < BOUND_SEGMENTS_MAX &&
                       s.lens[last] == s.lens[first])
                    last++;
                send_run(&s, i, first, last);
            }
        }
        flush(&s);
    }
}

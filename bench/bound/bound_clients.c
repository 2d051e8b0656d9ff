/* SPDX-License-Identifier: Apache-2.0 */
/* The publisher and the subscribers: what parlor-load does, without signalling. */
#include "bound.h"

#include "load/probe.h"

#include <sys/epoll.h>
#include <sys/socket.h>

enum { BATCH = 64, FRAMES_A_SECOND = 30, KEY_EVERY = 90, KEY_PER = 41, OF_PACKETS = 7 };

#define WARM_UP_NS 1e9
#define SETTLE_NS  2e8 /* for what is on its way */

struct clients {
    const struct bound_options *o;
    const int *subscribers;
    int fd, poll;
    uint16_t seq;
    unsigned frame;
    struct pl_srtp_session out;
    struct pl_srtp_session in[BOUND_SUBSCRIBERS_MAX];
    uint8_t bytes[BATCH][BOUND_SLOT];
    struct mmsghdr headers[BATCH];
    struct iovec iov[BATCH];
    unsigned long long sent, received, refused;
};

static void write_packet(struct clients *c, uint8_t *dst, size_t *len)
{
    static const uint8_t payload[BOUND_SLOT];
    /* Twelve bytes, and an extension of one word. */
    uint8_t header[BOUND_HEADER] = {0x90, 96, 0,    0,    0, 0, 0,    0, 1, 2,
                                    3,    4,  0xbe, 0xde, 0, 1, 0x31, 0, 0, 0};
    pl_put_u16(header + 2, c->seq++);
    pl_put_u16(header + 17, c->seq); /* the transport-wide number */
    must(pl_srtp_protect_rtp(&c->out, pl_bytes_of(header, BOUND_HEADER),
                             pl_bytes_of(payload, c->o->payload), dst, BOUND_SLOT, len) == PL_OK,
         "protect_rtp");
}

static void send_frame(struct clients *c)
{
    unsigned packets = c->o->packets;
    if (c->frame++ % KEY_EVERY == 0)
        packets = packets * KEY_PER / OF_PACKETS;
    for (unsigned done = 0; done < packets;) {
        unsigned n = packets - done < BATCH ? packets - done : BATCH;
        for (unsigned i = 0; i < n; i++) {
            size_t len;
            write_packet(c, c->bytes[i], &len);
            c->iov[i] = (struct iovec){c->bytes[i], len};
            c->headers[i].msg_hdr = (struct msghdr){.msg_iov = &c->iov[i], .msg_iovlen = 1};
        }
        must(sendmmsg(c->fd, c->headers, n, 0) == (int)n, "sendmmsg");
        done += n;
        c->sent += n;
    }
}

static void drain(struct clients *c, unsigned subscriber)
{
    int n;
    for (size_t i = 0; i < BATCH; i++) {
        c->iov[i] = (struct iovec){c->bytes[i], BOUND_SLOT};
        c->headers[i].msg_hdr = (struct msghdr){.msg_iov = &c->iov[i], .msg_iovlen = 1};
    }
    n = recvmmsg(c->subscribers[subscriber], c->headers, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < n; i++) {
        size_t len = c->headers[i].msg_len;
        if (pl_srtp_unprotect_rtp(&c->in[subscriber], c->bytes[i], &len) == PL_OK)
            c->received++;
        else
            c->refused++;
    }
}

/* Receives, and sends a frame whenever one is due. */
static void play(struct clients *c, double *frame_at, double until, bool sends)
{
    double now;
    while ((now = clock_ns(CLOCK_MONOTONIC)) < until) {
        struct epoll_event e[256];
        double next = sends && *frame_at < until ? *frame_at : until;
        struct timespec wait = {0, next > now ? (long)(next - now) : 0};
        int n;
        if (sends && *frame_at <= now) {
            send_frame(c);
            *frame_at += 1e9 / FRAMES_A_SECOND;
            continue;
        }
        wait.tv_sec = wait.tv_nsec / 1000000000;
        wait.tv_nsec %= 1000000000;
        n = epoll_pwait2(c->poll, e, 256, &wait, NULL);
        for (int i = 0; i < n; i++)
            drain(c, e[i].data.u32);
    }
}

static void open_clients(struct clients *c, const struct sockaddr_in *server)
{
    struct sockaddr_in own;
    c->poll = epoll_create1(EPOLL_CLOEXEC);
    c->fd = bound_socket(&own);
    must(c->poll >= 0 && connect(c->fd, (const struct sockaddr *)server, sizeof(*server)) == 0,
         "connect");
    bound_session(&c->out, 0, PL_SRTP_SEND);
    for (unsigned i = 0; i < c->o->subscribers; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data.u32 = i};
        bound_session(&c->in[i], i + 1, PL_SRTP_RECEIVE);
        must(connect(c->subscribers[i], (const struct sockaddr *)server, sizeof(*server)) == 0 &&
                 epoll_ctl(c->poll, EPOLL_CTL_ADD, c->subscribers[i], &e) == 0,
             "epoll_ctl");
    }
}

void bound_measure(const struct bound_options *o, const int *subscribers,
                   const struct sockaddr_in *server, int server_pid, struct bound_result *r)
{
    static struct clients c;
    struct pl_probe own[2], served[2];
    uint64_t machine;
    double begin, frame_at;
    c.o = o;
    c.subscribers = subscribers;
    open_clients(&c, server);
    frame_at = clock_ns(CLOCK_MONOTONIC);
    play(&c, &frame_at, frame_at + WARM_UP_NS, true);
    machine = pl_probe_machine_us();
    must(pl_probe_process(0, &own[0]) && pl_probe_process((unsigned)server_pid, &served[0]),
         "probe");
    c.sent = c.received = c.refused = 0;
    c.frame = 0;
    begin = clock_ns(CLOCK_MONOTONIC);
    frame_at = begin;
    play(&c, &frame_at, begin + o->seconds * 1e9, true);
    play(&c, &frame_at, clock_ns(CLOCK_MONOTONIC) + SETTLE_NS, false);
    must(pl_probe_process(0, &own[1]) && pl_probe_process((unsigned)server_pid, &served[1]),
         "probe");
    machine = pl_probe_machine_us() - machine;
    r->measured_us = (clock_ns(CLOCK_MONOTONIC) - begin) / 1e3;
    r->server_cpu_us = (double)(served[1].cpu_us - served[0].cpu_us);
    r->others_us = (double)machine - r->server_cpu_us - (double)(own[1].cpu_us - own[0].cpu_us);
    r->sent = c.sent;
    r->received = c.received;
    r->refused = c.refused;
}

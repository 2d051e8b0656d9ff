/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What no forwarder with our cipher on this kernel could do with less: a server that does nothing
 * but receive one publisher's packets, decrypt each once, encrypt it for each subscriber and send
 * the runs with segmentation offload. No ICE, no timers, no reports, no retransmissions, no
 * statistics. Publisher and subscribers are alive, in real time, on another processor, and count
 * only what is authentic.
 *
 * bound_server.c is the process that is measured, bound_clients.c the one that is not.
 */
#ifndef PL_BENCH_BOUND_H
#define PL_BENCH_BOUND_H

#include "../srtp_bench.h"

#include "proto/srtp/srtp.h"

#include <netinet/in.h>
#include <stdbool.h>

enum {
    BOUND_SUBSCRIBERS_MAX = 1000,
    BOUND_SEGMENTS_MAX = 48, /* 48 of them stay below 64 KiB, and below the kernel's 64 */
    BOUND_HEADER = 20,       /* RTP with a one-byte extension */
    BOUND_SLOT = 1280,
};

struct bound_options {
    unsigned subscribers, seconds;
    unsigned packets, payload; /* of a frame; bytes of a packet */
    int server_cpu, load_cpu;  /* -1: any */
};

struct bound_result {
    double server_cpu_us, measured_us, others_us;
    unsigned long long sent, received, refused;
};

/* A session of its own for number `key`; both ends make the same. */
void bound_session(struct pl_srtp_session *s, unsigned key, enum pl_srtp_direction direction);
int bound_socket(struct sockaddr_in *name);
void bound_pin(int cpu);

/* Never returns. */
_Noreturn void bound_serve(int fd, const struct sockaddr_in *subscribers, unsigned count);

/* Warms up, measures, fills the result. */
void bound_measure(const struct bound_options *o, const int *subscribers,
                   const struct sockaddr_in *server, int server_pid, struct bound_result *r);

#endif

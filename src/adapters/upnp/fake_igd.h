/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a gateway device on a loopback port of its own, served by a thread. Behaves as it is
 * told, and keeps the mappings that it has.
 */
#ifndef PL_ADAPTERS_UPNP_FAKE_IGD_H
#define PL_ADAPTERS_UPNP_FAKE_IGD_H

#include "io/thread.h"

#include <pthread.h>
#include <stdint.h>

enum fake_manner {
    FAKE_WELL,
    FAKE_DEAD,     /* hangs up without a word */
    FAKE_MUTE,     /* takes the request and says nothing until the other side goes */
    FAKE_GARBAGE,  /* is no HTTP */
    FAKE_NONSENSE, /* is HTTP around broken XML */
    FAKE_ENDLESS,  /* a body without an end */
    FAKE_FOREIGN,  /* wants to be controlled at another address */
    FAKE_SMUGGLE,  /* a service name that would break out of a header */
};

enum { FAKE_MAPPINGS_MAX = 16 };

struct fake_mapping {
    bool tcp;
    uint16_t port;
    unsigned lease;
    unsigned times; /* asked for */
};

struct fake_igd {
    pthread_mutex_t lock; /* guards what follows up to `thread` */
    pthread_cond_t changed;
    enum fake_manner manner;
    char external[64];
    const char *status;
    unsigned uptime;
    bool permanent_only;
    uint16_t conflict; /* this port is taken */
    struct fake_mapping mappings[FAKE_MAPPINGS_MAX];
    unsigned mapping_count;
    unsigned mutes; /* requests that it took in and does not answer */
    struct pl_thread thread;
    int listener, stop_fd;
    uint16_t port;
    char url[64];
};

void fake_igd_start(struct fake_igd *f);
void fake_igd_stop(struct fake_igd *f);
void fake_igd_behave(struct fake_igd *f, enum fake_manner manner);
void fake_igd_external(struct fake_igd *f, const char *address);
/* Waits until the port has been asked for so many times; fails after a long while. */
void fake_igd_wait(struct fake_igd *f, bool tcp, uint16_t port, unsigned times);
void fake_igd_wait_mute(struct fake_igd *f);
unsigned fake_igd_count(struct fake_igd *f); /* mappings that it has */
/* A copy; port 0 when there is no such mapping. */
struct fake_mapping fake_igd_mapping(struct fake_igd *f, bool tcp, uint16_t port);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "impair/proxy.h"

#include "io/udp_batch.h"

#include <poll.h>
#include <stdlib.h>

enum {
    BATCHES_AT_ONCE = 8, /* of one socket; then the others have their turn */
    BUFFER_BYTES = 1 << 20,
};

struct client {
    struct pl_addr address;
    struct pl_addr local; /* of ours, that it sends to */
    struct pl_udp *udp;   /* NULL: free */
    uint32_t number;      /* never the same for two clients */
    pl_time_us heard_at;
};

struct packet {
    struct pl_impair_packet base;
    struct pl_list in_free;
    unsigned slot;
    uint32_t number; /* of the client: another may sit in the slot by now */
    uint8_t bytes[PL_UDP_DATAGRAM_BYTES];
};

struct pl_impair_proxy {
    struct pl_impair_proxy_config config;
    struct pl_udp *front;
    struct client clients[PL_IMPAIR_CLIENTS_MAX];
    uint32_t next_number;
    struct pl_impair_link up, down;
    struct pl_list free;
    struct packet *packets;
};

static enum pl_err open_socket(struct pl_udp **out, struct pl_addr bind)
{
    const struct pl_udp_options options = {
        .bind = bind, .buffer_bytes = BUFFER_BYTES, .without_segments = true};
    return pl_udp_open(out, &options);
}

enum pl_err pl_impair_proxy_create(struct pl_impair_proxy **out,
                                   const struct pl_impair_proxy_config *config)
{
    struct pl_impair_proxy *p = calloc(1, sizeof(*p));
    enum pl_err err;
    if (!p)
        return PL_E_NOMEM;
    p->config = *config;
    pl_list_init(&p->free);
    pl_impair_link_init(&p->up, config->seed);
    pl_impair_link_init(&p->down, config->seed + 1);
    p->packets = calloc(PL_IMPAIR_PACKETS_MAX, sizeof(*p->packets));
    err = p->packets ? open_socket(&p->front, config->listen) : PL_E_NOMEM;
    if (err) {
        pl_impair_proxy_destroy(p);
        return err;
    }
    for (size_t i = 0; i < PL_IMPAIR_PACKETS_MAX; i++)
        pl_list_add_tail(&p->free, &p->packets[i].in_free);
    *out = p;
    return PL_OK;
}

void pl_impair_proxy_destroy(struct pl_impair_proxy *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++)
        pl_udp_close(p->clients[i].udp);
    pl_udp_close(p->front);
    pl_impair_link_finish(&p->up);
    pl_impair_link_finish(&p->down);
    free(p->packets);
    free(p);
}

struct pl_addr pl_impair_proxy_address(const struct pl_impair_proxy *p)
{
    return pl_udp_local(p->front);
}

const struct pl_impair_link *pl_impair_proxy_link(const struct pl_impair_proxy *p, bool up)
{
    return up ? &p->up : &p->down;
}

void pl_impair_proxy_set(struct pl_impair_proxy *p, pl_time_us now, bool up,
                         const struct pl_impair_settings *settings)
{
    pl_impair_link_set(up ? &p->up : &p->down, now, settings);
}

size_t pl_impair_proxy_clients(const struct pl_impair_proxy *p)
{
    size_t n = 0;
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++)
        n += p->clients[i].udp != NULL;
    return n;
}

/* ---- clients ---- */

static struct client *find_client(struct pl_impair_proxy *p, const struct pl_addr *address)
{
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++) {
        if (p->clients[i].udp && pl_addr_eq(&p->clients[i].address, address))
            return &p->clients[i];
    }
    return NULL;
}

static struct client *oldest_place(struct pl_impair_proxy *p)
{
    struct client *best = &p->clients[0];
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++) {
        if (!p->clients[i].udp)
            return &p->clients[i];
        if (p->clients[i].heard_at < best->heard_at)
            best = &p->clients[i];
    }
    return best;
}

static struct client *add_client(struct pl_impair_proxy *p, const struct pl_addr *address)
{
    struct client *c = oldest_place(p);
    struct pl_addr any = p->config.listen;
    pl_udp_close(c->udp);
    *c = (struct client){.address = *address, .number = ++p->next_number};
    any.port = 0;
    return open_socket(&c->udp, any) ? NULL : c;
}

/* ---- packets ---- */

static void take(struct pl_impair_proxy *p, pl_time_us now, struct pl_impair_link *link,
                 const struct client *c, struct pl_buf data)
{
    struct packet *packet;
    if (pl_list_empty(&p->free)) {
        link->counters.overflowed++;
        return;
    }
    packet = pl_container_of(p->free.next, struct packet, in_free);
    packet->base.len = data.len;
    packet->slot = (unsigned)(c - p->clients);
    packet->number = c->number;
    memcpy(packet->bytes, data.data, data.len);
    if (pl_impair_link_input(link, now, &packet->base) == PL_IMPAIR_TAKEN)
        pl_list_remove(&packet->in_free);
}

static void receive_front(struct pl_impair_proxy *p, pl_time_us now)
{
    struct pl_udp_datagram *batch;
    size_t n = PL_UDP_BATCH;
    for (int round = 0; round < BATCHES_AT_ONCE && n == PL_UDP_BATCH; round++) {
        if (pl_udp_receive(p->front, &batch, &n))
            return;
        for (size_t i = 0; i < n; i++) {
            struct client *c = find_client(p, &batch[i].path.peer);
            if (!c)
                c = add_client(p, &batch[i].path.peer);
            if (!c)
                continue;
            c->heard_at = now;
            c->local = batch[i].path.local;
            take(p, now, &p->up, c, batch[i].data);
        }
    }
}

static void receive_back(struct pl_impair_proxy *p, pl_time_us now, struct client *c)
{
    struct pl_udp_datagram *batch;
    size_t n = PL_UDP_BATCH;
    for (int round = 0; round < BATCHES_AT_ONCE && n == PL_UDP_BATCH; round++) {
        if (pl_udp_receive(c->udp, &batch, &n))
            return;
        for (size_t i = 0; i < n; i++) {
            if (pl_addr_eq(&batch[i].path.peer, &p->config.server))
                take(p, now, &p->down, c, batch[i].data);
        }
    }
}

static void send_due(struct pl_impair_proxy *p, pl_time_us now, bool up)
{
    struct pl_impair_packet *due;
    bool last;
    while ((due = pl_impair_link_next_output(up ? &p->up : &p->down, now, &last))) {
        struct packet *packet = pl_container_of(due, struct packet, base);
        struct client *c = &p->clients[packet->slot];
        struct pl_udp *udp = up ? c->udp : p->front;
        struct pl_udp_path path = {.peer = up ? p->config.server : c->address};
        if (!up)
            path.local = c->local;
        if (c->udp && c->number == packet->number) {
            memcpy(pl_udp_reserve(udp, due->len), packet->bytes, due->len);
            pl_udp_commit(udp, due->len, &path);
        }
        if (last)
            pl_list_add_head(&p->free, &packet->in_free);
    }
}

size_t pl_impair_proxy_pollfds(const struct pl_impair_proxy *p, struct pollfd *fds)
{
    size_t n = 0;
    fds[n++] = (struct pollfd){pl_udp_fd(p->front), POLLIN, 0};
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++) {
        if (p->clients[i].udp)
            fds[n++] = (struct pollfd){pl_udp_fd(p->clients[i].udp), POLLIN, 0};
    }
    return n;
}

void pl_impair_proxy_turn(struct pl_impair_proxy *p, pl_time_us now)
{
    receive_front(p, now);
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++) {
        if (p->clients[i].udp)
            receive_back(p, now, &p->clients[i]);
    }
    send_due(p, now, true);
    send_due(p, now, false);
    for (size_t i = 0; i < PL_IMPAIR_CLIENTS_MAX; i++) {
        if (p->clients[i].udp)
            pl_udp_flush(p->clients[i].udp);
    }
    pl_udp_flush(p->front);
}

pl_time_us pl_impair_proxy_deadline(const struct pl_impair_proxy *p)
{
    return pl_time_min(pl_impair_link_deadline(&p->up), pl_impair_link_deadline(&p->down));
}

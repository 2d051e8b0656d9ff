/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/multicast/multicast.h"

#include "base/list.h"
#include "io/sockaddr.h"

#include <assert.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <unistd.h>

struct pl_multicast {
    struct pl_media_copies port;
    struct pl_addr group;
    int fd;
};

bool pl_multicast_fits(const struct pl_addr *group, unsigned users)
{
    bool is_group = group->family == PL_ADDR_IPV4   ? group->ip[0] >= 224 && group->ip[0] < 240
                    : group->family == PL_ADDR_IPV6 ? group->ip[0] == 0xff
                                                    : false;
    return is_group && group->port > 0 &&
           group->port + users * PL_MULTICAST_PORTS_PER_USER <= UINT16_MAX + 1u;
}

static bool on_packet(struct pl_media_copies *self, const struct pl_media_copied *copied)
{
    struct pl_multicast *m = pl_container_of(self, struct pl_multicast, port);
    struct pl_addr to = m->group;
    struct sockaddr_storage name;
    socklen_t len;
    assert(copied->tag < PL_MULTICAST_USERS_MAX);
    to.port = (uint16_t)(to.port + copied->tag * PL_MULTICAST_PORTS_PER_USER +
                         (copied->kind == PL_MEDIA_VIDEO ? 2u : 0u) + (copied->report ? 1u : 0u));
    len = pl_sockaddr_write(&name, &to, to.family == PL_ADDR_IPV6);
    return sendto(m->fd, copied->datagram.data, copied->datagram.len, MSG_DONTWAIT | MSG_NOSIGNAL,
                  (struct sockaddr *)&name, len) == (ssize_t)copied->datagram.len;
}

/* ---- open and close ---- */

/* The number of the interface that has this address; 0: none. */
static unsigned index_of(const struct pl_addr *address)
{
    struct ifaddrs *all, *it;
    unsigned index = 0;
    if (getifaddrs(&all) != 0)
        return 0;
    for (it = all; it && index == 0; it = it->ifa_next) {
        struct sockaddr_storage name = {0};
        struct pl_addr own;
        int family = it->ifa_addr ? it->ifa_addr->sa_family : AF_UNSPEC;
        if (family != AF_INET && family != AF_INET6)
            continue;
        memcpy(&name, it->ifa_addr,
               family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6));
        if (pl_sockaddr_read(&own, &name) == PL_OK && own.family == address->family &&
            memcmp(own.ip, address->ip, sizeof(own.ip)) == 0)
            index = if_nametoindex(it->ifa_name);
    }
    freeifaddrs(all);
    return index;
}

/* Our own machine listens as well: a recorder may run beside the server. */
static bool set_up_ipv4(int fd, unsigned index, unsigned ttl)
{
    struct ip_mreqn way = {.imr_ifindex = (int)index};
    int hops = (int)ttl, loop = 1;
    return (index == 0 || setsockopt(fd, IPPROTO_IP, IP_MULTICAST_IF, &way, sizeof(way)) == 0) &&
           setsockopt(fd, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof(hops)) == 0 &&
           setsockopt(fd, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof(loop)) == 0;
}

static bool set_up_ipv6(int fd, unsigned index, unsigned ttl)
{
    int hops = (int)ttl, loop = 1;
    return (index == 0 ||
            setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_IF, &index, sizeof(index)) == 0) &&
           setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof(hops)) == 0 &&
           setsockopt(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &loop, sizeof(loop)) == 0;
}

static enum pl_err open_socket(struct pl_multicast *m, const struct pl_multicast_config *config)
{
    bool ipv6 = config->group.family == PL_ADDR_IPV6;
    unsigned index = 0;
    if (config->interface.family != PL_ADDR_NONE) {
        index = index_of(&config->interface);
        if (index == 0)
            return PL_E_RANGE;
    }
    m->fd = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (m->fd < 0)
        return PL_E_IO;
    return (ipv6 ? set_up_ipv6 : set_up_ipv4)(m->fd, index, config->ttl) ? PL_OK : PL_E_IO;
}

enum pl_err pl_multicast_open(struct pl_multicast **out, const struct pl_multicast_config *config)
{
    struct pl_multicast *m = calloc(1, sizeof(*m));
    enum pl_err err;
    if (!m)
        return PL_E_NOMEM;
    m->port.packet = on_packet;
    m->group = config->group;
    m->fd = -1;
    err = open_socket(m, config);
    if (err) {
        pl_multicast_close(m);
        return err;
    }
    *out = m;
    return PL_OK;
}

void pl_multicast_close(struct pl_multicast *m)
{
    if (!m)
        return;
    if (m->fd >= 0)
        (void)close(m->fd);
    free(m);
}

struct pl_media_copies *pl_multicast_port(struct pl_multicast *m)
{
    return &m->port;
}

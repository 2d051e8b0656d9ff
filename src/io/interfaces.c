/* SPDX-License-Identifier: Apache-2.0 */
#include "io/interfaces.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

static bool address_of(const struct ifaddrs *i, sa_family_t family, struct pl_addr *out)
{
    if (!i->ifa_addr || i->ifa_addr->sa_family != family || !(i->ifa_flags & IFF_UP) ||
        (i->ifa_flags & IFF_LOOPBACK))
        return false;
    if (family == AF_INET) {
        const struct sockaddr_in *a = (const struct sockaddr_in *)(const void *)i->ifa_addr;
        return pl_addr_from_ip(out, pl_bytes_of(&a->sin_addr, 4), 0) == PL_OK;
    }
    const struct sockaddr_in6 *a = (const struct sockaddr_in6 *)(const void *)i->ifa_addr;
    return !IN6_IS_ADDR_LINKLOCAL(&a->sin6_addr) &&
           pl_addr_from_ip(out, pl_bytes_of(&a->sin6_addr, 16), 0) == PL_OK;
}

size_t pl_interfaces_addresses(struct pl_addr *out, size_t max, bool with_ipv6)
{
    const sa_family_t families[] = {AF_INET, AF_INET6};
    struct ifaddrs *all = NULL;
    size_t n = 0;
    if (getifaddrs(&all))
        all = NULL;
    for (int f = 0; f < (with_ipv6 ? 2 : 1); f++) {
        for (const struct ifaddrs *i = all; i && n < max; i = i->ifa_next)
            n += address_of(i, families[f], &out[n]);
    }
    if (all)
        freeifaddrs(all);
    if (n == 0 && max > 0)
        out[n++] = pl_addr_ipv4(127, 0, 0, 1, 0);
    return n;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "io/sockaddr.h"

#include <netinet/in.h>

socklen_t pl_sockaddr_write(struct sockaddr_storage *dst, const struct pl_addr *a, bool ipv6)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    struct sockaddr_in *in4 = (struct sockaddr_in *)dst;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)dst;
    if (!ipv6) {
        *in4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(a->port)};
        memcpy(&in4->sin_addr, a->ip, 4);
        return sizeof(*in4);
    }
    *in6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(a->port)};
    if (a->family == PL_ADDR_IPV4) {
        memcpy(in6->sin6_addr.s6_addr, mapped, 12);
        memcpy(in6->sin6_addr.s6_addr + 12, a->ip, 4);
    } else {
        memcpy(in6->sin6_addr.s6_addr, a->ip, 16);
    }
    return sizeof(*in6);
}

enum pl_err pl_sockaddr_read(struct pl_addr *out, const struct sockaddr_storage *src)
{
    const struct sockaddr_in *in4 = (const struct sockaddr_in *)src;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)src;
    if (src->ss_family == AF_INET6)
        return pl_addr_from_ip(out, pl_bytes_of(&in6->sin6_addr, 16), ntohs(in6->sin6_port));
    if (src->ss_family == AF_INET)
        return pl_addr_from_ip(out, pl_bytes_of(&in4->sin_addr, 4), ntohs(in4->sin_port));
    *out = (struct pl_addr){.family = PL_ADDR_NONE};
    return PL_E_RANGE;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "base/addr.h"

#include <arpa/inet.h> /* inet_pton, inet_ntop: pure text conversions */
#include <stdio.h>
#include <stdlib.h>

struct pl_addr pl_addr_ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port)
{
    return (struct pl_addr){.ip = {a, b, c, d}, .port = port, .family = PL_ADDR_IPV4};
}

enum pl_err pl_addr_from_ip(struct pl_addr *out, struct pl_bytes ip, uint16_t port)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    *out = (struct pl_addr){.port = port};
    if (ip.len == 16 && memcmp(ip.data, mapped, sizeof(mapped)) == 0)
        ip = pl_bytes_of(ip.data + 12, 4);
    if (ip.len != 4 && ip.len != 16)
        return PL_E_RANGE;
    out->family = ip.len == 4 ? PL_ADDR_IPV4 : PL_ADDR_IPV6;
    memcpy(out->ip, ip.data, ip.len);
    return PL_OK;
}

static enum pl_err parse_port(const char *text, uint16_t *port)
{
    char *end;
    unsigned long v;
    if (*text < '0' || *text > '9')
        return PL_E_RANGE;
    v = strtoul(text, &end, 10);
    if (*end != '\0' || v > 65535)
        return PL_E_RANGE;
    *port = (uint16_t)v;
    return PL_OK;
}

enum pl_err pl_addr_parse(struct pl_addr *out, const char *text)
{
    char host[PL_ADDR_TEXT_MAX];
    uint8_t ip[16];
    uint16_t port = 0;
    const char *colon = strrchr(text, ':');
    const char *start = text, *end = text + strlen(text);
    if (*text == '[') {
        const char *bracket = strchr(text, ']');
        if (!bracket)
            return PL_E_RANGE;
        start = text + 1;
        end = bracket;
        colon = bracket[1] == ':' ? bracket + 1 : NULL;
        if (!colon && bracket[1] != '\0')
            return PL_E_RANGE;
    } else if (colon && strchr(text, ':') == colon) {
        end = colon; /* one colon: an IPv4 port; more: a bare IPv6 address */
    } else {
        colon = NULL;
    }
    if ((size_t)(end - start) >= sizeof(host))
        return PL_E_RANGE;
    memcpy(host, start, (size_t)(end - start));
    host[end - start] = '\0';
    if (colon && parse_port(colon + 1, &port))
        return PL_E_RANGE;
    if (inet_pton(AF_INET, host, ip) == 1)
        return pl_addr_from_ip(out, pl_bytes_of(ip, 4), port);
    if (inet_pton(AF_INET6, host, ip) == 1)
        return pl_addr_from_ip(out, pl_bytes_of(ip, 16), port);
    return PL_E_RANGE;
}

const char *pl_addr_print_ip(const struct pl_addr *a, char text[PL_ADDR_TEXT_MAX])
{
    int family = a->family == PL_ADDR_IPV6 ? AF_INET6 : AF_INET;
    if (a->family == PL_ADDR_NONE || !inet_ntop(family, a->ip, text, PL_ADDR_TEXT_MAX))
        snprintf(text, PL_ADDR_TEXT_MAX, "none");
    return text;
}

const char *pl_addr_print(const struct pl_addr *a, char text[PL_ADDR_TEXT_MAX])
{
    char ip[PL_ADDR_TEXT_MAX];
    pl_addr_print_ip(a, ip);
    if (a->family == PL_ADDR_IPV6)
        snprintf(text, PL_ADDR_TEXT_MAX, "[%.45s]:%u", ip, a->port);
    else
        snprintf(text, PL_ADDR_TEXT_MAX, "%.45s:%u", ip, a->port);
    return text;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RFC 8839 5.1:
 *   candidate:<foundation> <component> <transport> <priority> <address> <port> typ <type>
 *             [raddr <address>] [rport <port>] *(<name> <value>)
 */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"
#include "proto/sdp/sdp_writer.h"

static const char *const type_names[] = {
    [PL_SDP_HOST] = "host",
    [PL_SDP_SRFLX] = "srflx",
    [PL_SDP_PRFLX] = "prflx",
    [PL_SDP_RELAY] = "relay",
};

static const char *const tcp_names[] = {
    [PL_SDP_TCP_ACTIVE] = "active",
    [PL_SDP_TCP_PASSIVE] = "passive",
    [PL_SDP_TCP_SO] = "so",
};

/* The index of a name in a table whose place 0 is free; 0 when it is not there. */
static unsigned find_name(const char *const *names, unsigned count, struct pl_bytes name)
{
    for (unsigned i = 1; i < count; i++) {
        if (pl_sdp_eq_nocase(name, pl_bytes_str(names[i])))
            return i;
    }
    return 0;
}

#define FIND_NAME(names, name) find_name(names, sizeof(names) / sizeof((names)[0]), name)

static bool parse_ip(struct pl_bytes text, struct pl_addr *addr)
{
    char buf[PL_ADDR_TEXT_MAX];
    const char *colon;
    /* pl_addr_parse takes ports too ("[::1]:5", "1.2.3.4:5"), SDP does not. */
    if (text.len == 0 || text.data[0] == '[' || !pl_bytes_to_str(text, buf, sizeof(buf)))
        return false;
    colon = strchr(buf, ':');
    if (colon && !strchr(colon + 1, ':'))
        return false;
    return pl_addr_parse(addr, buf) == PL_OK;
}

/* The eight fields that are always there, up to the type. */
static enum pl_err read_fixed(struct pl_sdp_candidate *c, struct pl_bytes *rest)
{
    struct pl_bytes transport, host, type;
    uint64_t component, priority, port;
    c->foundation = pl_sdp_cut(rest, ' ');
    if (!pl_sdp_is_ice(c->foundation, 1, 32) ||
        !pl_sdp_number(pl_sdp_cut(rest, ' '), 256, &component) || component == 0)
        return PL_E_PROTO;
    transport = pl_sdp_cut(rest, ' ');
    if (!pl_sdp_is_token(transport) || !pl_sdp_number(pl_sdp_cut(rest, ' '), UINT32_MAX, &priority))
        return PL_E_PROTO;
    host = pl_sdp_cut(rest, ' ');
    if (!pl_sdp_is_word(host) || !pl_sdp_number(pl_sdp_cut(rest, ' '), UINT16_MAX, &port) ||
        !pl_bytes_eq_str(pl_sdp_cut(rest, ' '), "typ"))
        return PL_E_PROTO;
    type = pl_sdp_cut(rest, ' ');
    if (!pl_sdp_is_token(type))
        return PL_E_PROTO;
    c->component = (uint16_t)component;
    c->priority = (uint32_t)priority;
    c->type = (enum pl_sdp_candidate_type)FIND_NAME(type_names, type);
    if (!parse_ip(host, &c->addr)) {
        c->addr = (struct pl_addr){0};
        c->host = host;
    }
    c->addr.port = (uint16_t)port;
    /* Said of TCP before its kind is known; read_extensions() makes it exact. */
    if (pl_sdp_eq_nocase(transport, pl_bytes_str("tcp")))
        c->tcp = PL_SDP_TCP_ACTIVE;
    else if (!pl_sdp_eq_nocase(transport, pl_bytes_str("udp")))
        return PL_E_IGNORED; /* "an agent MUST ignore" unknown transports */
    if (c->type == 0 || (c->host.len > 0 && !pl_sdp_is_host(c->host)))
        return PL_E_IGNORED;
    return PL_OK;
}

static enum pl_err read_extensions(struct pl_sdp_candidate *c, struct pl_bytes rest)
{
    bool is_tcp = c->tcp != PL_SDP_UDP;
    uint64_t rport = 0;
    c->tcp = PL_SDP_UDP;
    while (rest.len > 0) {
        struct pl_bytes name = pl_sdp_cut(&rest, ' ');
        struct pl_bytes value = pl_sdp_cut(&rest, ' ');
        if (name.len == 0)
            return PL_E_PROTO;
        if (pl_bytes_eq_str(name, "raddr")) {
            if (!parse_ip(value, &c->related)) /* browsers that hide it say 0.0.0.0 or a name */
                c->related = (struct pl_addr){0};
        } else if (pl_bytes_eq_str(name, "rport")) {
            if (!pl_sdp_number(value, UINT16_MAX, &rport))
                return PL_E_PROTO;
        } else if (pl_bytes_eq_str(name, "tcptype")) {
            c->tcp = (enum pl_sdp_tcp_type)FIND_NAME(tcp_names, value);
        } else if (pl_bytes_eq_str(name, "ufrag")) {
            if (!pl_sdp_is_ice(value, 4, 256))
                return PL_E_PROTO;
            c->ufrag = value;
        }
    }
    if (c->related.family != PL_ADDR_NONE)
        c->related.port = (uint16_t)rport;
    if (is_tcp && c->tcp == PL_SDP_UDP)
        return PL_E_IGNORED; /* RFC 6544 wants a tcptype; without one it is the old RFC's TCP */
    if (!is_tcp)
        c->tcp = PL_SDP_UDP;
    return PL_OK;
}

enum pl_err pl_sdp_read_candidate(struct pl_sdp_candidate *out, struct pl_bytes value)
{
    enum pl_err err;
    *out = (struct pl_sdp_candidate){0};
    err = read_fixed(out, &value);
    return err ? err : read_extensions(out, value);
}

enum pl_err pl_sdp_candidate_read(struct pl_sdp_candidate *out, struct pl_bytes text)
{
    struct pl_bytes rest = text;
    *out = (struct pl_sdp_candidate){0};
    if (!pl_sdp_is_text(text) || text.len > PL_SDP_LINE_MAX)
        return PL_E_PROTO;
    if (rest.len > 2 && memcmp(rest.data, "a=", 2) == 0)
        rest = pl_bytes_of(rest.data + 2, rest.len - 2);
    if (!pl_bytes_eq_str(pl_sdp_cut(&rest, ':'), "candidate"))
        return PL_E_PROTO;
    return pl_sdp_read_candidate(out, rest);
}

static bool is_sayable(const struct pl_sdp_candidate *c)
{
    bool named = c->addr.family == PL_ADDR_NONE;
    return pl_sdp_is_ice(c->foundation, 1, 32) && c->component >= 1 && c->component <= 256 &&
           c->type >= PL_SDP_HOST && c->type <= PL_SDP_RELAY && c->tcp <= PL_SDP_TCP_SO &&
           (named ? pl_sdp_is_host(c->host) : c->host.len == 0) &&
           (c->ufrag.len == 0 || pl_sdp_is_ice(c->ufrag, 4, 256));
}

void pl_sdp_put_candidate(struct pl_sdp_writer *w, const struct pl_sdp_candidate *c)
{
    char ip[PL_ADDR_TEXT_MAX];
    if (!is_sayable(c)) {
        w->unsayable = true;
        return;
    }
    pl_sdp_put(w, "candidate:");
    pl_sdp_put_text(w, c->foundation);
    pl_sdp_putf(w, " %u %s %u ", c->component, c->tcp ? "tcp" : "udp", c->priority);
    if (c->host.len > 0)
        pl_sdp_put_text(w, c->host);
    else
        pl_sdp_put(w, pl_addr_print_ip(&c->addr, ip));
    pl_sdp_putf(w, " %u typ %s", c->addr.port, type_names[c->type]);
    if (c->related.family != PL_ADDR_NONE)
        pl_sdp_putf(w, " raddr %s rport %u", pl_addr_print_ip(&c->related, ip), c->related.port);
    if (c->tcp)
        pl_sdp_putf(w, " tcptype %s", tcp_names[c->tcp]);
    if (c->ufrag.len > 0) {
        pl_sdp_put(w, " ufrag ");
        pl_sdp_put_text(w, c->ufrag);
    }
}

enum pl_err pl_sdp_candidate_write(const struct pl_sdp_candidate *c, uint8_t *dst, size_t size,
                                   size_t *len)
{
    struct pl_sdp_writer w = {.out = pl_writer_of(dst, size)};
    pl_sdp_put_candidate(&w, c);
    if (w.unsayable)
        return PL_E_RANGE;
    if (!pl_writer_ok(&w.out))
        return PL_E_SPACE;
    *len = w.out.pos;
    return PL_OK;
}

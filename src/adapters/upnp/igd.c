/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/upnp/igd.h"

#include "io/clock.h"

#include <miniupnpc/miniupnpc.h>
#include <miniupnpc/upnpreplyparse.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DISCOVER_MS = 1000,
    DEVICES_MAX = 8, /* that are looked at, of those that answer */
    BODY_MAX = 2048,
    HEAD_MAX = 1024,
    INVALID_ACTION = 401,
    ACTION_FAILED = 501,
    NOT_IMPLEMENTED = 602,
};

static const pl_time_us ask_us = PL_SEC(5);

static struct pl_upnp_patience for_one(struct pl_upnp_patience patience)
{
    patience.until = pl_time_min(patience.until, pl_clock_now_us() + ask_us);
    return patience;
}

/* ---- addresses ---- */

bool pl_igd_is_public(const struct pl_addr *a)
{
    static const struct {
        uint8_t ip[4];
        unsigned bits;
    } reserved[] = {{{0, 0, 0, 0}, 8},    {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10},
                    {{127, 0, 0, 0}, 8},  {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},
                    {{192, 0, 0, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15},
                    {{224, 0, 0, 0}, 3}};
    uint32_t ip = pl_get_u32(a->ip);
    if (a->family != PL_ADDR_IPV4)
        return false;
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        if ((ip ^ pl_get_u32(reserved[i].ip)) >> (32 - reserved[i].bits) == 0)
            return false;
    }
    return true;
}

/* ---- SOAP ---- */

/* The service's name goes into headers and XML. */
static bool is_service(const char *name)
{
    static const char ip[] = "urn:schemas-upnp-org:service:WANIPConnection:";
    static const char ppp[] = "urn:schemas-upnp-org:service:WANPPPConnection:";
    const char *version = strncmp(name, ip, sizeof(ip) - 1) == 0     ? name + sizeof(ip) - 1
                          : strncmp(name, ppp, sizeof(ppp) - 1) == 0 ? name + sizeof(ppp) - 1
                                                                     : "";
    return (*version == '1' || *version == '2') && version[1] == '\0';
}

/* 0: it says nothing of an error. */
static int error_of(struct NameValueParserData *reply)
{
    const char *code = GetValueFromNameValueList(reply, "errorCode");
    long v = code ? strtol(code, NULL, 10) : 0;
    return v > 0 && v <= 999 ? (int)v : 0;
}

/* arguments: XML elements. The reply is to be cleared by the caller whatever comes out. */
static int command(struct pl_igd *igd, struct pl_upnp_patience patience, const char *action,
                   const char *arguments, struct NameValueParserData *reply)
{
    char head[HEAD_MAX], body[BODY_MAX];
    int n;
    memset(reply, 0, sizeof(*reply));
    n = snprintf(head, sizeof(head),
                 "POST %s HTTP/1.1\r\nUser-Agent: parlor/" PL_VERSION " UPnP/1.1\r\n"
                 "Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPAction: \"%s#%s\"\r\n",
                 igd->control.path, igd->service, action);
    if (n < 0 || (size_t)n >= sizeof(head))
        return PL_UPNP_GARBAGE;
    n = snprintf(body, sizeof(body),
                 "<?xml version=\"1.0\"?>\r\n"
                 "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
                 "s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>"
                 "<u:%s xmlns:u=\"%s\">%s</u:%s></s:Body></s:Envelope>\r\n",
                 action, igd->service, arguments, action);
    if (n < 0 || (size_t)n >= sizeof(body))
        return PL_UPNP_GARBAGE;
    switch (pl_upnp_ask(&igd->control, head, pl_bytes_of(body, (size_t)n), for_one(patience),
                        &igd->answer)) {
    case PL_OK:
        break;
    case PL_E_PROTO:
    case PL_E_LIMIT:
        return PL_UPNP_GARBAGE;
    default:
        return PL_UPNP_SILENT;
    }
    ParseNameValue(igd->answer.body, (int)igd->answer.len, reply);
    n = error_of(reply);
    return n ? n : igd->answer.status == 200 ? PL_UPNP_OK : (int)igd->answer.status;
}

int pl_igd_status(struct pl_igd *igd, struct pl_upnp_patience patience, uint32_t *uptime)
{
    struct NameValueParserData reply;
    int err = command(igd, patience, "GetStatusInfo", "", &reply);
    const char *status = err ? NULL : GetValueFromNameValueList(&reply, "NewConnectionStatus");
    const char *up = err ? NULL : GetValueFromNameValueList(&reply, "NewUptime");
    *uptime = up ? (uint32_t)strtoul(up, NULL, 10) : 0;
    if (err == INVALID_ACTION || err == ACTION_FAILED || err == NOT_IMPLEMENTED)
        err = PL_UPNP_OK; /* it need not say; the external address will tell */
    else if (!err && !status)
        err = PL_UPNP_GARBAGE;
    else if (!err && strcmp(status, "Connected") != 0 && strcmp(status, "Up") != 0)
        err = PL_UPNP_OFFLINE;
    ClearNameValueList(&reply);
    return err;
}

int pl_igd_external(struct pl_igd *igd, struct pl_upnp_patience patience, struct pl_addr *out)
{
    struct NameValueParserData reply;
    int err = command(igd, patience, "GetExternalIPAddress", "", &reply);
    const char *text = err ? NULL : GetValueFromNameValueList(&reply, "NewExternalIPAddress");
    *out = (struct pl_addr){0};
    if (!err && (!text || !*text))
        err = PL_UPNP_OFFLINE; /* an empty one is how devices say it */
    else if (!err && (pl_addr_parse(out, text) || out->family != PL_ADDR_IPV4 || out->port != 0))
        err = PL_UPNP_GARBAGE;
    else if (!err && pl_get_u32(out->ip) == 0)
        err = PL_UPNP_OFFLINE;
    else if (!err && !pl_igd_is_public(out))
        err = PL_UPNP_BEHIND;
    ClearNameValueList(&reply);
    return err;
}

static int simple(struct pl_igd *igd, struct pl_upnp_patience patience, const char *action,
                  const char *arguments)
{
    struct NameValueParserData reply;
    int err = command(igd, patience, action, arguments, &reply);
    ClearNameValueList(&reply);
    return err;
}

int pl_igd_map(struct pl_igd *igd, struct pl_upnp_patience patience, bool tcp, uint16_t port,
               uint32_t lease_s)
{
    char arguments[BODY_MAX / 2], local[PL_ADDR_TEXT_MAX];
    const char *protocol = tcp ? "TCP" : "UDP";
    (void)snprintf(arguments, sizeof(arguments),
                   "<NewRemoteHost></NewRemoteHost><NewExternalPort>%u</NewExternalPort>"
                   "<NewProtocol>%s</NewProtocol><NewInternalPort>%u</NewInternalPort>"
                   "<NewInternalClient>%s</NewInternalClient><NewEnabled>1</NewEnabled>"
                   "<NewPortMappingDescription>Parlor %s %u</NewPortMappingDescription>"
                   "<NewLeaseDuration>%u</NewLeaseDuration>",
                   port, protocol, port, pl_addr_print_ip(&igd->local, local), protocol, port,
                   lease_s);
    return simple(igd, patience, "AddPortMapping", arguments);
}

int pl_igd_unmap(struct pl_igd *igd, struct pl_upnp_patience patience, bool tcp, uint16_t port)
{
    char arguments[BODY_MAX / 2];
    (void)snprintf(arguments, sizeof(arguments),
                   "<NewRemoteHost></NewRemoteHost><NewExternalPort>%u</NewExternalPort>"
                   "<NewProtocol>%s</NewProtocol>",
                   port, tcp ? "TCP" : "UDP");
    return simple(igd, patience, "DeletePortMapping", arguments);
}

/* ---- finding ---- */

/* Relative to the description, or to the base that it names; never at another machine. */
static bool resolve(const struct pl_upnp_url *description, const char *base, const char *path,
                    struct pl_upnp_url *out)
{
    const char *slash = path[0] == '/' ? "" : "/";
    if (strncmp(path, "http://", 7) == 0) {
        if (pl_upnp_url_parse(out, path))
            return false;
    } else {
        if (!base[0] || pl_upnp_url_parse(out, base))
            *out = *description;
        if (snprintf(out->path, sizeof(out->path), "%s%s", slash, path) >= (int)sizeof(out->path))
            return false;
        for (const char *c = path; *c; c++) {
            if (*c <= ' ' || *c > '~')
                return false;
        }
    }
    return memcmp(out->addr.ip, description->addr.ip, sizeof(out->addr.ip)) == 0;
}

/* Is this service one that maps ports, and does it answer? */
static int try_service(struct pl_igd *igd, const struct pl_upnp_url *description,
                       const struct IGDdatas *data, const struct IGDdatas_service *service,
                       struct pl_upnp_patience patience)
{
    uint32_t uptime;
    if (!is_service(service->servicetype) || !service->controlurl[0] ||
        !resolve(description, data->urlbase, service->controlurl, &igd->control))
        return PL_UPNP_GARBAGE;
    (void)snprintf(igd->service, sizeof(igd->service), "%s", service->servicetype);
    return pl_igd_status(igd, patience, &uptime);
}

static int describe(struct pl_igd *igd, const char *text, struct pl_upnp_patience patience)
{
    struct pl_upnp_url url;
    char head[HEAD_MAX];
    struct IGDdatas data;
    enum pl_err asked;
    int err;
    if (pl_upnp_url_parse(&url, text))
        return PL_UPNP_GARBAGE;
    (void)snprintf(head, sizeof(head),
                   "GET %s HTTP/1.1\r\nUser-Agent: parlor/" PL_VERSION " UPnP/1.1\r\n", url.path);
    asked = pl_upnp_ask(&url, head, (struct pl_bytes){0}, for_one(patience), &igd->answer);
    if (asked == PL_E_PROTO || asked == PL_E_LIMIT)
        return PL_UPNP_GARBAGE;
    if (asked)
        return PL_UPNP_SILENT;
    if (igd->answer.status != 200)
        return (int)igd->answer.status;
    igd->local = igd->answer.local;
    memset(&data, 0, sizeof(data));
    parserootdesc(igd->answer.body, (int)igd->answer.len, &data);
    err = try_service(igd, &url, &data, &data.first, patience);
    if (err && data.second.servicetype[0])
        err = try_service(igd, &url, &data, &data.second, patience);
    return err;
}

static int discover(struct pl_igd *igd, struct pl_upnp_patience patience)
{
    static const char *const kinds[] = {"urn:schemas-upnp-org:device:InternetGatewayDevice:1",
                                        "urn:schemas-upnp-org:device:InternetGatewayDevice:2",
                                        "urn:schemas-upnp-org:service:WANIPConnection:1",
                                        "urn:schemas-upnp-org:service:WANPPPConnection:1", NULL};
    int ignored, err = PL_UPNP_SILENT;
    unsigned tried = 0;
    /* All kinds in one go: one wait, not one for each. */
    struct UPNPDev *all =
        upnpDiscoverDevices(kinds, DISCOVER_MS, NULL, NULL, UPNP_LOCAL_PORT_ANY, 0, 2, &ignored, 1);
    for (struct UPNPDev *d = all; d && err && tried < DEVICES_MAX; d = d->pNext, tried++)
        err = describe(igd, d->descURL, patience);
    freeUPNPDevlist(all);
    return err;
}

int pl_igd_find(struct pl_igd *igd, const char *url, struct pl_upnp_patience patience)
{
    return url[0] ? describe(igd, url, patience) : discover(igd, patience);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "load/options.h"

#include "io/sockaddr.h"

#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <stdlib.h>

enum {
    FRAMES_PER_SECOND = 30,
    KEY_EVERY = 90, /* each third second */
    DELTA_PACKETS = 7,
    KEY_PACKETS = 41, /* for as many of a delta frame */
    PACKET_BYTES = 1200,
};

struct number {
    const char *name;
    size_t offset;
    unsigned min, max;
    const char *help;
};

#define NUMBER(name, member, min, max, help)                                                       \
    {                                                                                              \
        name, offsetof(struct pl_load_options, member), min, max, help                             \
    }

static const struct number numbers[] = {
    NUMBER("--rooms", rooms, 1, 10000, "rooms (1)"),
    NUMBER("--publishers", publishers, 1, PL_LOAD_PUBLISHERS_MAX, "who send, in each room (1)"),
    NUMBER("--subscribers", subscribers, 0, PL_LOAD_PEERS_MAX,
           "who receive all publishers of their room (3)"),
    NUMBER("--first-room", first_room, 1, 2000000000, "number of the first room (1000)"),
    NUMBER("--seconds", seconds, 1, 86400, "how long to measure, once all have joined (10)"),
    NUMBER("--join-rate", join_rate, 1, 100000, "peers that join, a second (50)"),
    NUMBER("--joining", joining, 1, PL_LOAD_PEERS_MAX,
           "peers that may be joining at once (no limit)"),
    NUMBER("--server-pid", server_pid, 1, INT_MAX, "process whose time and memory to count"),
};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

void pl_load_options_print_help(FILE *out)
{
    fputs("parlor-load " PL_VERSION " - simulated WebRTC clients against a running parlord\n\n"
          "usage: parlor-load [options]\n\n",
          out);
    fprintf(out, "  --server URL          ws://HOST:PORT/PATH (%s)\n",
            pl_load_backend_parlord.default_url);
    for (size_t i = 0; i < NUMBERS; i++)
        fprintf(out, "  %-14s N      %s\n", numbers[i].name, numbers[i].help);
    fputs("  --backend NAME        what the server is: parlord (default), or janus for the\n"
          "                        videoroom of Janus 1.x\n"
          "  --video KBIT|off|PxB  kbit/s of each publisher's picture, 30 frames a second (1200);\n"
          "                        or so many packets a frame of so many bytes payload (7x1180).\n"
          "                        Each 90th is a key frame, 41/7 as large\n"
          "  --audio on|off        50 packets of 160 bytes a second (on)\n"
          "  --mesh                publishers receive one another as well\n"
          "  --json FILE           the result as JSON; - is standard output, without the table\n"
          "  --quiet               no progress\n"
          "  --version, --help\n\n"
          "The server must let so many in from one address: server.max_links_per_ip = 0,\n"
          "login.logins_per_minute_per_ip, rooms.max_users.\n",
          out);
}

static bool fail(char error[PL_LOAD_ERROR_MAX], const char *what, const char *value,
                 const char *wanted)
{
    snprintf(error, PL_LOAD_ERROR_MAX, "%s %s: %s", what, value, wanted);
    return false;
}

static bool read_number(const char *text, unsigned min, unsigned max, unsigned *out)
{
    char *end;
    unsigned long n;
    errno = 0;
    n = strtoul(text, &end, 10);
    if (errno || end == text || *end || *text == '-' || n < min || n > max)
        return false;
    *out = (unsigned)n;
    return true;
}

/* ---- the server ---- */

static bool resolve(const char *host, const char *port, struct pl_addr *out)
{
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *list = NULL;
    struct sockaddr_storage name = {0};
    bool found = false;
    if (getaddrinfo(host, port, &hints, &list) != 0)
        return false;
    for (const struct addrinfo *a = list; a && !found; a = a->ai_next) {
        memcpy(&name, a->ai_addr, a->ai_addrlen);
        found = pl_sockaddr_read(out, &name) == PL_OK;
    }
    freeaddrinfo(list);
    return found;
}

static bool split_host(char *host, const char **port)
{
    char *colon = strrchr(host, ':'), *bracket = strrchr(host, ']');
    *port = "80";
    if (colon && colon > bracket) {
        *colon = '\0';
        *port = colon + 1;
    }
    if (bracket) {
        if (host[0] != '[' || bracket[1] != '\0')
            return false;
        *bracket = '\0';
        memmove(host, host + 1, strlen(host));
    }
    return host[0] != '\0';
}

static bool read_url(struct pl_load_options *o, const char *url, char error[PL_LOAD_ERROR_MAX])
{
    const char *rest = url + 5, *slash, *port;
    char host[PL_LOAD_HOST_MAX];
    size_t len;
    if (strncmp(url, "ws://", 5) != 0)
        return fail(error, "--server", url, "must begin with ws:// (TLS is not offered yet)");
    slash = strchr(rest, '/');
    len = slash ? (size_t)(slash - rest) : strlen(rest);
    if (!pl_bytes_to_str(pl_bytes_of(rest, len), o->host, sizeof(o->host)) ||
        !pl_bytes_to_str(pl_bytes_str(slash ? slash : "/parlor"), o->path, sizeof(o->path)) ||
        strpbrk(url, " \r\n"))
        return fail(error, "--server", url, "is no address that we understand");
    memcpy(host, o->host, sizeof(host));
    if (!split_host(host, &port) || !resolve(host, port, &o->server))
        return fail(error, "--server", url, "its address is not known");
    return true;
}

/* ---- pictures ---- */

static struct pl_rtc_camera camera(unsigned packets, size_t bytes)
{
    return (struct pl_rtc_camera){
        .interval_us = PL_SEC(1) / FRAMES_PER_SECOND,
        .packets = packets,
        .key_packets = (packets * KEY_PACKETS + DELTA_PACKETS / 2) / DELTA_PACKETS,
        .payload_bytes = bytes,
        .key_every = KEY_EVERY,
    };
}

/* A key frame weighs 41/7 of another. Each frame is cut into packets of one size, as libwebrtc
 * does. */
static struct pl_rtc_camera camera_of(unsigned kbps)
{
    uint64_t three_seconds = (uint64_t)kbps * 1000 / 8 * KEY_EVERY / FRAMES_PER_SECOND;
    uint64_t frame =
        three_seconds * DELTA_PACKETS / (DELTA_PACKETS * (KEY_EVERY - 1) + KEY_PACKETS);
    unsigned packets = (unsigned)((frame + PACKET_BYTES - 1) / PACKET_BYTES);
    return camera(packets, (size_t)(frame / packets));
}

static bool read_video(const char *text, struct pl_rtc_camera *out)
{
    const char *x = strchr(text, 'x');
    unsigned kbps, packets, bytes;
    char first[8];
    if (strcmp(text, "off") == 0) {
        *out = (struct pl_rtc_camera){0};
        return true;
    }
    if (!x) {
        if (!read_number(text, 50, 50000, &kbps))
            return false;
        *out = camera_of(kbps);
        return true;
    }
    if (!pl_bytes_to_str(pl_bytes_of(text, (size_t)(x - text)), first, sizeof(first)) ||
        !read_number(first, 1, 40, &packets) || !read_number(x + 1, 50, PACKET_BYTES, &bytes))
        return false;
    *out = camera(packets, bytes);
    return true;
}

/* ---- options ---- */

const struct pl_load_backend *pl_load_backend_find(const char *name)
{
    static const struct pl_load_backend *const all[] = {&pl_load_backend_parlord,
                                                        &pl_load_backend_janus};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    }
    return NULL;
}

static bool read_value(struct pl_load_options *o, const char *name, const char *value,
                       char error[PL_LOAD_ERROR_MAX])
{
    for (size_t i = 0; i < NUMBERS; i++) {
        const struct number *n = &numbers[i];
        unsigned *target = (unsigned *)(void *)((char *)o + n->offset);
        char wanted[64];
        if (strcmp(name, n->name) != 0)
            continue;
        snprintf(wanted, sizeof(wanted), "must be a number from %u to %u", n->min, n->max);
        return read_number(value, n->min, n->max, target) || fail(error, name, value, wanted);
    }
    if (strcmp(name, "--server") == 0)
        return read_url(o, value, error);
    if (strcmp(name, "--json") == 0) {
        o->json = value;
        return true;
    }
    if (strcmp(name, "--audio") == 0) {
        o->audio = strcmp(value, "on") == 0;
        return o->audio || strcmp(value, "off") == 0 || fail(error, name, value, "on or off");
    }
    if (strcmp(name, "--video") == 0)
        return read_video(value, &o->video) ||
               fail(error, name, value,
                    "must be off, kbit/s from 50 to 50000, or packets x bytes such as 7x1180");
    if (strcmp(name, "--backend") == 0) {
        o->backend = pl_load_backend_find(value);
        return o->backend || fail(error, name, value, "must be parlord or janus");
    }
    return fail(error, name, value, "there is no such option (see --help)");
}

/* True: it was one of those without a value. */
static bool read_flag(struct pl_load_options *o, enum pl_load_action *action, const char *arg)
{
    if (strcmp(arg, "--quiet") == 0)
        o->quiet = true;
    else if (strcmp(arg, "--mesh") == 0)
        o->mesh = true;
    else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)
        *action = PL_LOAD_HELP;
    else if (strcmp(arg, "--version") == 0)
        *action = PL_LOAD_VERSION;
    else
        return false;
    return true;
}

static bool read_all(struct pl_load_options *o, enum pl_load_action *action,
                     const char *const *argv, char error[PL_LOAD_ERROR_MAX])
{
    for (const char *const *arg = argv + 1; arg[-1] && *arg; arg++) {
        const char *equals = strchr(*arg, '='), *value = equals ? equals + 1 : arg[1];
        char name[32];
        size_t len = equals ? (size_t)(equals - *arg) : strlen(*arg);
        if (read_flag(o, action, *arg))
            continue;
        pl_bytes_to_str(pl_bytes_of(*arg, len), name, sizeof(name));
        if (!value)
            return fail(error, name, "", "needs a value, or there is no such option");
        if (!read_value(o, name, value, error))
            return false;
        if (!equals)
            arg++;
    }
    return true;
}

static bool check(const struct pl_load_options *o, char error[PL_LOAD_ERROR_MAX])
{
    uint64_t peers = (uint64_t)o->rooms * (o->publishers + o->subscribers);
    if (peers > PL_LOAD_PEERS_MAX) {
        snprintf(error, PL_LOAD_ERROR_MAX, "%llu peers are too many, at most %d",
                 (unsigned long long)peers, PL_LOAD_PEERS_MAX);
        return false;
    }
    if (!o->audio && !pl_load_has_video(o)) {
        snprintf(error, PL_LOAD_ERROR_MAX, "--audio off and --video off leave nothing to measure");
        return false;
    }
    return true;
}

enum pl_err pl_load_options_read(struct pl_load_options *o, enum pl_load_action *action,
                                 const char *const *argv, char error[PL_LOAD_ERROR_MAX])
{
    *o = (struct pl_load_options){.rooms = 1,
                                  .publishers = 1,
                                  .subscribers = 3,
                                  .video = camera_of(1200),
                                  .backend = &pl_load_backend_parlord,
                                  .audio = true,
                                  .seconds = 10,
                                  .join_rate = 50,
                                  .first_room = 1000};
    *action = PL_LOAD_RUN;
    error[0] = '\0';
    if (!read_all(o, action, argv, error) ||
        (o->host[0] == '\0' && !read_url(o, o->backend->default_url, error)) || !check(o, error))
        return PL_E_RANGE;
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "load/options.h"

#include "io/sockaddr.h"
#include "load/room_file.h"

#include <limits.h>
#include <netdb.h>

static const struct number {
    const char *key; /* the option without "--" */
    size_t offset;
    unsigned min, max;
} numbers[] = {
#define NUMBER(key, member, min, max)                                                              \
    {                                                                                              \
        key, offsetof(struct pl_load_options, member), min, max                                    \
    }
    NUMBER("seconds", seconds, 1, 86400),
    NUMBER("warm-up", warm_up, 0, 3600),
    NUMBER("join-rate", join_rate, 1, 100000),
    NUMBER("joining", joining, 1, PL_LOAD_PEERS_MAX),
    NUMBER("first-room", first_room, 1, 2000000000),
    NUMBER("seed", seed, 0, UINT_MAX),
};

enum { NUMBERS = sizeof(numbers) / sizeof(numbers[0]) };

static const char help[] =
    "parlor-load " PL_VERSION " - simulated WebRTC clients against a running server\n\n"
    "usage: parlor-load [options]\n\n"
    "  --server URL          ws:// or wss://HOST:PORT/PATH (ws://127.0.0.1:8906/parlor)\n"
    "  --backend NAME        what the server is: parlord (default), or janus for the videoroom\n"
    "                        of Janus 1.x\n"
    "  --insecure            take any certificate of a wss:// server\n"
    "  --rooms-file FILE     several kinds of rooms, and what follows, from a file; options\n"
    "                        before it are the defaults of its sections\n\n"
    "rooms:\n"
    "  --rooms N             rooms (1)\n"
    "  --publishers N        who send, in each room (1)\n"
    "  --subscribers N       who receive all publishers of their room (3)\n"
    "  --mesh                publishers receive one another as well\n"
    "  --agree               who is asked for consent to a recording says yes\n"
    "  --video KBIT|off|PxB  kbit/s of each publisher's picture, 30 frames a second (1200);\n"
    "                        or so many packets a frame of so many bytes payload (7x1180).\n"
    "                        Each 90th is a key frame, 41/7 as large\n"
    "  --audio on|off|KBIT   50 packets a second, 64 kbit/s (on)\n"
    "  --film FILE.ivf, --sound FILE.opus\n"
    "                        real pictures (VP8) and sound (Opus) instead of made-up ones, again\n"
    "                        and again, for servers that decode; of all rooms. Delay is then that\n"
    "                        of the last packet of each picture\n"
    "  --leave S, --away S   mean seconds until a peer leaves (0: it stays), and comes back (5)\n"
    "  --unpublish S, --silent S\n"
    "                        the same of a publisher's tracks\n"
    "  --restart S           mean seconds until a peer's network changes (0: never): other\n"
    "                        ports and an ICE restart\n"
    "  --up TEXT, --down TEXT\n"
    "                        what the network does to what peers send and receive, such as\n"
    "                        \"loss=2% delay=40ms jitter=10ms rate=2mbit queue=200ms\"\n"
    "  --impaired PERCENT    of how many peers (100)\n"
    "  --feedback no, --nacks no, --reports no\n"
    "                        what receivers do not send, though browsers do\n\n"
    "run:\n"
    "  --join-rate N         peers that join, a second (50)\n"
    "  --joining N           peers that may be joining at once (no limit)\n"
    "  --warm-up N           seconds between the last join and the measurement: servers begin\n"
    "                        carefully (0)\n"
    "  --seconds N           how long to measure, once all have joined (10)\n"
    "  --seed N              of churn and networks (1)\n"
    "  --first-room N        number of the first room (1000)\n"
    "  --server-pid N        process whose time and memory to count\n"
    "  --json FILE           the result as JSON; - is standard output, without the table\n"
    "  --quiet               no progress\n"
    "  --version, --help\n\n"
    "The server must let so many in from one address: server.max_links_per_ip = 0,\n"
    "login.logins_per_minute_per_ip, rooms.max_users.\n";

void pl_load_options_print_help(FILE *out)
{
    fputs(help, out);
}

static bool fail(char error[PL_LOAD_ERROR_MAX], const char *what, const char *value,
                 const char *wanted)
{
    snprintf(error, PL_LOAD_ERROR_MAX, "%.40s %.100s: %.120s", what, value, wanted);
    return false;
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

static bool split_host(char *host, const char **port, bool tls)
{
    char *colon = strrchr(host, ':'), *bracket = strrchr(host, ']');
    *port = tls ? "443" : "80";
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
    const char *rest = url, *slash, *port;
    size_t len;
    o->tls = strncmp(url, "wss://", 6) == 0;
    if (!o->tls && strncmp(url, "ws://", 5) != 0)
        return fail(error, "--server", url, "must begin with ws:// or wss://");
    rest += o->tls ? 6 : 5;
    slash = strchr(rest, '/');
    len = slash ? (size_t)(slash - rest) : strlen(rest);
    if (!pl_bytes_to_str(pl_bytes_of(rest, len), o->host, sizeof(o->host)) ||
        !pl_bytes_to_str(pl_bytes_str(slash ? slash : "/parlor"), o->path, sizeof(o->path)) ||
        strpbrk(url, " \r\n"))
        return fail(error, "--server", url, "is no address that we understand");
    memcpy(o->name, o->host, sizeof(o->name));
    if (!split_host(o->name, &port, o->tls) || !resolve(o->name, port, &o->server))
        return fail(error, "--server", url, "its address is not known");
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

static const struct number *find_number(const char *key)
{
    for (size_t i = 0; i < NUMBERS; i++) {
        if (strcmp(key, numbers[i].key) == 0)
            return &numbers[i];
    }
    return NULL;
}

bool pl_load_run_set(struct pl_load_options *o, const char *key, const char *value, char *wanted,
                     size_t size)
{
    const struct number *n = find_number(key);
    if (!n) {
        snprintf(wanted, size, "there is no such option");
        return false;
    }
    snprintf(wanted, size, "must be a number from %u to %u", n->min, n->max);
    return pl_load_read_number(value, n->min, n->max, (unsigned *)(void *)((char *)o + n->offset));
}

static bool read_value(struct pl_load_options *o, const char *name, const char *value,
                       char error[PL_LOAD_ERROR_MAX])
{
    char wanted[120];
    const char *key;
    if (strncmp(name, "--", 2) != 0)
        return fail(error, name, value, "there is no such option (see --help)");
    key = name + 2;
    if (strcmp(key, "server") == 0)
        return read_url(o, value, error);
    if (strcmp(key, "rooms-file") == 0)
        return pl_load_room_file_read(o, value, error) == PL_OK;
    if (strcmp(key, "json") == 0) {
        o->json = value;
        return true;
    }
    if (strcmp(key, "film") == 0 || strcmp(key, "sound") == 0) {
        *(key[0] == 'f' ? &o->film : &o->sound) = value;
        return true;
    }
    if (strcmp(key, "backend") == 0) {
        o->backend = pl_load_backend_find(value);
        return o->backend || fail(error, name, value, "must be parlord or janus");
    }
    if (strcmp(key, "server-pid") == 0)
        return pl_load_read_number(value, 1, INT_MAX, &o->server_pid) ||
               fail(error, name, value, "must be the number of a process");
    if (find_number(key))
        return pl_load_run_set(o, key, value, wanted, sizeof(wanted)) ||
               fail(error, name, value, wanted);
    return pl_load_shape_set(&o->shapes[0], key, value, wanted, sizeof(wanted)) ||
           fail(error, name, value, wanted);
}

/* True: it was one of those without a value. */
static bool read_flag(struct pl_load_options *o, enum pl_load_action *action, const char *arg)
{
    if (strcmp(arg, "--quiet") == 0)
        o->quiet = true;
    else if (strcmp(arg, "--mesh") == 0)
        o->shapes[0].mesh = true;
    else if (strcmp(arg, "--agree") == 0)
        o->shapes[0].agree = true;
    else if (strcmp(arg, "--insecure") == 0)
        o->insecure = true;
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

uint64_t pl_load_options_peers(const struct pl_load_options *o)
{
    uint64_t peers = 0;
    for (size_t i = 0; i < o->shape_count; i++)
        peers += pl_load_shape_peers(&o->shapes[i]);
    return peers;
}

bool pl_load_options_churn(const struct pl_load_options *o)
{
    bool churns = false;
    for (size_t i = 0; i < o->shape_count; i++)
        churns |= pl_load_shape_churns(&o->shapes[i]);
    return churns;
}

static bool check(const struct pl_load_options *o, char error[PL_LOAD_ERROR_MAX])
{
    uint64_t peers = pl_load_options_peers(o);
    if (peers > PL_LOAD_PEERS_MAX) {
        snprintf(error, PL_LOAD_ERROR_MAX, "%llu peers are too many, at most %d",
                 (unsigned long long)peers, PL_LOAD_PEERS_MAX);
        return false;
    }
    for (size_t i = 0; i < o->shape_count; i++) {
        if (o->shapes[i].audio.packets == 0 && o->shapes[i].video.packets == 0) {
            snprintf(error, PL_LOAD_ERROR_MAX, "%s: no audio and no video leave nothing to measure",
                     o->shapes[i].name);
            return false;
        }
    }
    if (pl_load_options_churn(o) && !o->backend->publish) {
        snprintf(error, PL_LOAD_ERROR_MAX, "peers that come and go are not offered with %s",
                 o->backend->name);
        return false;
    }
    return true;
}

enum pl_err pl_load_options_read(struct pl_load_options *o, enum pl_load_action *action,
                                 const char *const *argv, char error[PL_LOAD_ERROR_MAX])
{
    *o = (struct pl_load_options){.shapes[0] = pl_load_shape_default(),
                                  .shape_count = 1,
                                  .backend = &pl_load_backend_parlord,
                                  .seconds = 10,
                                  .join_rate = 50,
                                  .seed = 1,
                                  .first_room = 1000};
    *action = PL_LOAD_RUN;
    error[0] = '\0';
    if (!read_all(o, action, argv, error) ||
        (o->host[0] == '\0' && !read_url(o, o->backend->default_url, error)) || !check(o, error))
        return PL_E_RANGE;
    return PL_OK;
}

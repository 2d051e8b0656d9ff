/* SPDX-License-Identifier: Apache-2.0 */
/*
 * parlor-impair: a bad network between clients and a media port. Commands come by standard input
 * (command.h) and end with it; answers are lines of JSON on standard output.
 */
#include "impair/command.h"
#include "impair/proxy.h"
#include "io/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { PLANNED_MAX = 256 };

struct program {
    struct pl_impair_proxy *proxy;
    pl_time_us start;
    struct pl_impair_command planned[PLANNED_MAX]; /* the earliest first */
    size_t planned_count;
    char line[PL_IMPAIR_TEXT_MAX];
    size_t line_len;
    bool too_long, ended;
};

static const char help[] =
    "parlor-impair " PL_VERSION " - a bad network between clients and a media port\n\n"
    "usage: parlor-impair --to ADDRESS:PORT [options]\n\n"
    "  --to ADDRESS:PORT      where the server is\n"
    "  --listen ADDRESS:PORT  where clients send to (127.0.0.1:0)\n"
    "  --seed N               what chance does (1)\n"
    "  --up, --down, --both SETTINGS\n"
    "  --script FILE          commands, one a line\n\n"
    "settings: loss=2% burst=5 rate=300kbit queue=200ms|BYTES delay=20ms jitter=50ms spell=100ms\n"
    "          order=keep|any duplicate=1% reorder=1% late=20ms clear\n"
    "commands: [at SECONDS] up|down|both SETTINGS, [at SECONDS] counters\n"
    "It listens to commands on standard input and ends when that ends.\n";

/* ---- answers ---- */

static void print_counters(const char *name, const struct pl_impair_counters *c)
{
    printf(",\"%s\":{\"packets_in\":%" PRIu64 ",\"bytes_in\":%" PRIu64 ",\"packets_out\":%" PRIu64
           ",\"bytes_out\":%" PRIu64 ",\"lost\":%" PRIu64 ",\"overflowed\":%" PRIu64
           ",\"duplicated\":%" PRIu64 ",\"late\":%" PRIu64 ",\"waiting\":%" PRIu64
           ",\"waiting_bytes\":%" PRIu64 "}",
           name, c->packets_in, c->bytes_in, c->packets_out, c->bytes_out, c->lost, c->overflowed,
           c->duplicated, c->late, c->waiting, c->waiting_bytes);
}

static void answer(const struct program *g, pl_time_us now, bool with_counters)
{
    printf("{\"at_ms\":%" PRIu64, (uint64_t)(now - g->start) / 1000);
    if (with_counters) {
        printf(",\"clients\":%zu", pl_impair_proxy_clients(g->proxy));
        print_counters("up", &pl_impair_proxy_link(g->proxy, true)->counters);
        print_counters("down", &pl_impair_proxy_link(g->proxy, false)->counters);
    }
    puts("}");
    fflush(stdout);
}

/* ---- commands ---- */

static void set(struct program *g, pl_time_us now, bool up, const char *text)
{
    struct pl_impair_settings s = pl_impair_proxy_link(g->proxy, up)->settings;
    if (pl_impair_settings_read(&s, text) == PL_OK)
        pl_impair_proxy_set(g->proxy, now, up, &s);
}

static void perform(struct program *g, pl_time_us now, const struct pl_impair_command *c)
{
    if (c->verb == PL_IMPAIR_NOTHING)
        return;
    if (c->up)
        set(g, now, true, c->settings);
    if (c->down)
        set(g, now, false, c->settings);
    answer(g, now, c->verb == PL_IMPAIR_COUNTERS);
}

static bool plan(struct program *g, const struct pl_impair_command *c)
{
    size_t i = g->planned_count;
    if (i == PLANNED_MAX)
        return false;
    for (; i > 0 && g->planned[i - 1].at > c->at; i--)
        g->planned[i] = g->planned[i - 1];
    g->planned[i] = *c;
    g->planned_count++;
    return true;
}

static void perform_planned(struct program *g, pl_time_us now)
{
    size_t done = 0;
    while (done < g->planned_count && g->start + g->planned[done].at <= now)
        perform(g, now, &g->planned[done++]);
    memmove(g->planned, g->planned + done, (g->planned_count - done) * sizeof(g->planned[0]));
    g->planned_count -= done;
}

static bool take_line(struct program *g, pl_time_us now, const char *line)
{
    struct pl_impair_command c;
    bool ok = pl_impair_command_read(&c, line) == PL_OK;
    if (ok && c.at > 0)
        ok = plan(g, &c);
    else if (ok)
        perform(g, now, &c);
    if (!ok) {
        puts("{\"error\":\"not a command\"}");
        fflush(stdout);
    }
    return ok;
}

static void take_byte(struct program *g, pl_time_us now, char byte)
{
    if (byte != '\n') {
        g->too_long |= g->line_len == sizeof(g->line) - 1;
        if (!g->too_long)
            g->line[g->line_len++] = byte;
        return;
    }
    g->line[g->line_len] = '\0';
    take_line(g, now, g->too_long ? "(too long)" : g->line);
    g->line_len = 0;
    g->too_long = false;
}

static void read_commands(struct program *g, pl_time_us now)
{
    char bytes[512];
    ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
    g->ended = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    for (ssize_t i = 0; i < n; i++)
        take_byte(g, now, bytes[i]);
}

static bool read_script(struct program *g, const char *path)
{
    char line[PL_IMPAIR_TEXT_MAX];
    FILE *file = fopen(path, "re");
    bool ok = file != NULL;
    while (ok && fgets(line, sizeof(line), file))
        ok = take_line(g, g->start, line);
    if (file)
        fclose(file);
    return ok;
}

/* ---- the loop ---- */

static void wait_for_work(const struct program *g, pl_time_us now, bool *commands)
{
    struct pollfd fds[1 + PL_IMPAIR_CLIENTS_MAX + 1];
    pl_time_us at = pl_time_min(pl_impair_proxy_deadline(g->proxy), now + PL_SEC(1)), wait;
    struct timespec ts;
    size_t n = 1 + pl_impair_proxy_pollfds(g->proxy, fds + 1);
    if (g->planned_count > 0)
        at = pl_time_min(at, g->start + g->planned[0].at);
    wait = at > now ? at - now : 0;
    ts = (struct timespec){(time_t)(wait / 1000000u), (long)(wait % 1000000u) * 1000};
    fds[0] = (struct pollfd){STDIN_FILENO, POLLIN, 0};
    *commands = ppoll(fds, n, &ts, NULL) > 0 && fds[0].revents != 0;
}

static void run(struct program *g)
{
    char text[PL_ADDR_TEXT_MAX];
    struct pl_addr address = pl_impair_proxy_address(g->proxy);
    printf("{\"listening\":\"%s\",\"port\":%u}\n", pl_addr_print(&address, text), address.port);
    fflush(stdout);
    while (!g->ended) {
        bool commands;
        pl_time_us now = pl_clock_now_us();
        wait_for_work(g, now, &commands);
        now = pl_clock_now_us();
        if (commands)
            read_commands(g, now);
        perform_planned(g, now);
        pl_impair_proxy_turn(g->proxy, now);
    }
    answer(g, pl_clock_now_us(), true);
}

/* ---- the command line ---- */

struct options {
    struct pl_impair_proxy_config config;
    const char *up, *down, *both, *script;
};

static bool read_option(struct options *o, const char *name, const char *value)
{
    const struct {
        const char *name;
        const char **text;
    } texts[] = {
        {"--up", &o->up}, {"--down", &o->down}, {"--both", &o->both}, {"--script", &o->script}};
    char *rest;
    if (!value)
        return false;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (strcmp(name, texts[i].name) == 0) {
            *texts[i].text = value;
            return true;
        }
    }
    if (strcmp(name, "--to") == 0)
        return pl_addr_parse(&o->config.server, value) == PL_OK && o->config.server.port != 0;
    if (strcmp(name, "--listen") == 0)
        return pl_addr_parse(&o->config.listen, value) == PL_OK;
    if (strcmp(name, "--seed") != 0)
        return false;
    o->config.seed = strtoull(value, &rest, 10);
    return rest != value && *rest == '\0';
}

static bool begin(struct program *g, const struct options *o)
{
    const struct {
        const char *direction, *settings;
    } first[] = {{"both", o->both}, {"up", o->up}, {"down", o->down}};
    char line[PL_IMPAIR_TEXT_MAX];
    for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++) {
        struct pl_impair_command c;
        if (!first[i].settings)
            continue;
        snprintf(line, sizeof(line), "%s %s", first[i].direction, first[i].settings);
        if (pl_impair_command_read(&c, line))
            return false;
        if (c.up)
            set(g, g->start, true, c.settings);
        if (c.down)
            set(g, g->start, false, c.settings);
    }
    return !o->script || read_script(g, o->script);
}

static int fail(const char *what)
{
    fprintf(stderr, "parlor-impair: %s\n", what);
    return 2;
}

int main(int argc, char **argv)
{
    struct options options = {.config = {.listen = pl_addr_ipv4(127, 0, 0, 1, 0), .seed = 1}};
    static struct program g;
    for (int i = 1; i < argc; i += 2) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return EXIT_SUCCESS;
        }
        if (!read_option(&options, argv[i], argv[i + 1]))
            return fail(argv[i]);
    }
    if (options.config.server.port == 0)
        return fail("--to is missing");
    if (pl_impair_proxy_create(&g.proxy, &options.config))
        return fail("cannot listen there");
    g.start = pl_clock_now_us();
    if (fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) < 0 || !begin(&g, &options)) {
        pl_impair_proxy_destroy(g.proxy);
        return fail("settings or script are not right");
    }
    run(&g);
    pl_impair_proxy_destroy(g.proxy);
    return EXIT_SUCCESS;
}

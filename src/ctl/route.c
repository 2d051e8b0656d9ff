/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/route.h"

#include "ctl/rows.h"
#include "ctl/table.h"
#include "proto/wire/constants_gen.h"
#include "route/replay.h"
#include "server/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    EXIT_USAGE = 2,
    FILE_MAX_BYTES = 1 << 30,
    FIRST_AGENT = 2000000000, /* ids of agents=N */
};

struct route {
    struct pl_replay_config config;
    struct pl_config *rules;
    struct pl_replay *replay;
    const char *duties;
    int64_t agents;
    int64_t first_ms;    /* of contacts */
    int32_t next_client; /* for rows without one */
};

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "parlorctl: %s: %s\n", what, why);
    return EXIT_USAGE;
}

/* NULL: said why. */
static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "r");
    char *text = NULL;
    size_t room = 0;
    *len = 0;
    while (file && !feof(file) && !ferror(file) && *len <= FILE_MAX_BYTES) {
        size_t more = room ? 2 * room : 65536;
        char *bigger = realloc(text, more + 1);
        if (!bigger)
            break;
        text = bigger;
        room = more;
        *len += fread(text + *len, 1, room - *len, file);
    }
    if (file && feof(file) && !ferror(file)) {
        (void)fclose(file);
        return text;
    }
    (void)fail(path, "cannot be read, or is larger than 1 GiB");
    if (file)
        (void)fclose(file);
    free(text);
    return NULL;
}

/* ---- rules ---- */

static int add_queue(struct route *r, const struct pl_config_place *q, bool overflows)
{
    struct pl_counter_setup setup = q->setup;
    if (!overflows)
        setup.rules.overflow = 0;
    return pl_replay_queue(r->replay, q->id, &setup);
}

static int read_rules(struct route *r, const char *path)
{
    char why[PL_CONFIG_ERROR_MAX] = "";
    size_t len;
    char *text = read_file(path, &len);
    enum pl_err err;
    if (!text)
        return EXIT_USAGE;
    pl_config_init(r->rules);
    err = pl_config_read_text(r->rules, path, pl_bytes_of(text, len), why);
    free(text);
    if (err)
        return fail(path, why);
    if (r->rules->counter.queue_count == 0)
        return fail(path, "it has no [queue ID]");
    r->config.ageing_us = PL_SEC((pl_time_us)r->rules->counter.ageing_seconds);
    return 0;
}

static int make_replay(struct route *r)
{
    r->replay = pl_replay_create(&r->config);
    if (!r->replay)
        return fail("route", "out of memory");
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < r->rules->counter.queue_count; i++) {
            if (add_queue(r, &r->rules->counter.queues[i], pass) != 0)
                return fail("route", "a queue has no area, or overflows into none of its area");
        }
    }
    return 0;
}

/* ---- rows ---- */

static bool wrong(char why[PL_CTL_ROWS_WHY_MAX], const struct pl_ctl_row *row, const char *what)
{
    snprintf(why, PL_CTL_ROWS_WHY_MAX, "row %zu: %s", row->number, what);
    return false;
}

static bool on_contact(void *arg, const struct pl_ctl_row *row, char why[PL_CTL_ROWS_WHY_MAX])
{
    struct route *r = arg;
    struct pl_replay_contact c = {.left_after_ms = -1, .service_ms = -1, .waited_ms = -1};
    int64_t client, queue, priority, offered, ended;
    enum pl_err err;
    if (!pl_ctl_row_number(row, "entered_ms", 1, INT64_MAX / 4000, 0, &c.entered_ms) ||
        c.entered_ms == 0)
        return wrong(why, row, "entered_ms is missing, or no time in milliseconds since 1970");
    if (!pl_ctl_row_number(row, "queue", 1, INT32_MAX, 0, &queue) || queue == 0)
        return wrong(why, row, "queue is missing, or no number of one");
    if (!pl_ctl_row_number(row, "client", INT32_MIN, INT32_MAX, 0, &client) ||
        !pl_ctl_row_number(row, "priority", INT32_MIN, INT32_MAX, PL_COUNTER_PRIORITY, &priority) ||
        !pl_ctl_row_number(row, "offered_ms", 0, INT64_MAX / 4000, 0, &offered) ||
        !pl_ctl_row_number(row, "ended_ms", 0, INT64_MAX / 4000, 0, &ended))
        return wrong(why, row, "client, priority, offered_ms or ended_ms is no such number");
    if ((offered && offered < c.entered_ms) || (ended && ended < c.entered_ms) ||
        (offered && ended && ended < offered))
        return wrong(why, row, "entered_ms, offered_ms, ended_ms are not in this order");
    c.client = client ? (int32_t)client : ++r->next_client;
    c.queue = (int32_t)queue;
    c.priority = (int32_t)priority;
    if (offered) {
        c.waited_ms = offered - c.entered_ms;
        c.service_ms = ended ? ended - offered : -1;
    } else if (ended) {
        c.left_after_ms = ended - c.entered_ms;
    }
    r->first_ms = r->first_ms && r->first_ms < c.entered_ms ? r->first_ms : c.entered_ms;
    err = pl_replay_contact(r->replay, &c);
    return err ? wrong(why, row, pl_err_name(err)) : true;
}

static bool on_duty(void *arg, const struct pl_ctl_row *row, char why[PL_CTL_ROWS_WHY_MAX])
{
    struct route *r = arg;
    struct pl_counter_setup setup;
    struct pl_replay_duty d = {.agent = 0};
    int64_t agent, area, attribute, status, capacity;
    const char *skills = pl_ctl_row_value(row, "skills");
    enum pl_err err;
    pl_counter_setup_init(&setup);
    if (!pl_ctl_row_number(row, "agent", INT32_MIN, INT32_MAX, 0, &agent) || agent == 0)
        return wrong(why, row, "agent is missing, or no number of one");
    if (!pl_ctl_row_number(row, "from_ms", 1, INT64_MAX / 4000, 0, &d.from_ms) ||
        !pl_ctl_row_number(row, "to_ms", 0, INT64_MAX / 4000, 0, &d.to_ms) || d.from_ms == 0)
        return wrong(why, row, "from_ms or to_ms is missing, or no time");
    if (!pl_ctl_row_number(row, "area", 0, INT32_MAX, 0, &area) ||
        !pl_ctl_row_number(row, "attribute", INT32_MIN, INT32_MAX, -1, &attribute) ||
        !pl_ctl_row_number(row, "status", 0, 3, PL_COUNTER_WAITING, &status) ||
        !pl_ctl_row_number(row, "capacity", 1, PL_COUNTER_CAPACITY_MAX, 1, &capacity) ||
        (skills && pl_counter_setup_set(&setup, PL_COUNTER_AGENT_KIND, "skills", skills)))
        return wrong(why, row, "area, attribute, status, capacity or skills cannot be read");
    if (status != PL_COUNTER_WAITING && status != PL_COUNTER_WORKING)
        return true;
    d.agent = (int32_t)agent;
    d.area = (int32_t)area;
    d.attribute = (int32_t)attribute;
    d.profile = setup.profile;
    d.profile.capacity = (uint32_t)capacity;
    if (d.to_ms == d.from_ms)
        return true;
    err = pl_replay_duty(r->replay, &d);
    return err ? wrong(why, row, pl_err_name(err)) : true;
}

static int read_rows(struct route *r, const char *path,
                     bool (*row)(void *arg, const struct pl_ctl_row *row,
                                 char why[PL_CTL_ROWS_WHY_MAX]))
{
    char why[PL_CTL_ROWS_WHY_MAX];
    size_t len;
    char *text = read_file(path, &len);
    enum pl_err err;
    if (!text)
        return EXIT_USAGE;
    err = pl_ctl_rows(text, len, row, r, why);
    free(text);
    return err ? fail(path, why[0] ? why : pl_err_name(err)) : 0;
}

/* agents=N: in the area of the first queue, from the first contact until all is done. */
static int staff(struct route *r)
{
    for (int64_t i = 0; i < r->agents; i++) {
        const struct pl_replay_duty d = {.agent = FIRST_AGENT + (int32_t)i,
                                         .from_ms = r->first_ms,
                                         .attribute = -1,
                                         .profile = {.capacity = 1}};
        if (pl_replay_duty(r->replay, &d) != PL_OK)
            return fail("agents", "out of memory");
    }
    return 0;
}

/* ---- telling ---- */

static double s_of(pl_time_us us)
{
    return (double)us / 1e6;
}

static json_t *share_of(uint64_t part, uint64_t all)
{
    char text[16];
    snprintf(text, sizeof(text), "%.1f %%", all ? 100.0 * (double)part / (double)all : 0.0);
    return json_string(text);
}

static json_t *seconds(double s)
{
    char text[24];
    snprintf(text, sizeof(text), "%.1f", s);
    return json_string(text);
}

/* One line of the table. */
static json_t *line(const char *what, const struct pl_replay_figures *f, bool estimates)
{
    json_t *o = json_object();
    json_object_set_new(o, "queue", json_string(what));
    json_object_set_new(o, "contacts", json_integer((json_int_t)f->contacts));
    json_object_set_new(o, "served", json_integer((json_int_t)f->served));
    json_object_set_new(o, "left", json_integer((json_int_t)f->abandoned));
    json_object_set_new(o, "refused", json_integer((json_int_t)f->refused));
    json_object_set_new(o, "in target", share_of(f->in_target, f->contacts - f->refused));
    json_object_set_new(o, "wait mean",
                        seconds(f->served ? s_of(f->waited) / (double)f->served : 0));
    json_object_set_new(o, "p50", seconds(s_of(f->waited_p50)));
    json_object_set_new(o, "p90", seconds(s_of(f->waited_p90)));
    json_object_set_new(o, "max", seconds(s_of(f->waited_max)));
    json_object_set_new(o, "service",
                        seconds(f->served ? s_of(f->served_us) / (double)f->served : 0));
    json_object_set_new(o, "error p50",
                        estimates ? seconds((double)f->error_p50 / 1e6) : json_null());
    json_object_set_new(o, "error p90",
                        estimates ? seconds((double)f->error_p90 / 1e6) : json_null());
    json_object_set_new(o, "bias", estimates ? seconds((double)f->bias / 1e6) : json_null());
    return o;
}

static void tell(struct route *r, bool json)
{
    json_t *list = json_array(), *out;
    struct pl_replay_figures f, all;
    for (uint32_t i = 0; i <= r->rules->counter.queue_count; i++) {
        int32_t queue = i < r->rules->counter.queue_count ? r->rules->counter.queues[i].id : 0;
        char name[48];
        snprintf(name, sizeof(name), queue ? "%d" : "all", queue);
        pl_replay_figures(r->replay, queue, &f);
        json_array_append_new(list, line(name, &f, true));
        snprintf(name, sizeof(name), queue ? "%d recorded" : "all recorded", queue);
        pl_replay_recorded(r->replay, queue, &all);
        json_array_append_new(list, line(name, &all, false));
    }
    out = json_pack("{s:o, s:o, s:o, s:o}", "figures", list, "on duty", seconds(s_of(f.on_duty)),
                    "in service", seconds(s_of(f.busy)), "occupancy",
                    share_of(f.busy / 1000, f.on_duty / 1000));
    if (json) {
        (void)json_dumpf(out, stdout, JSON_INDENT(2));
        putchar('\n');
    } else {
        pl_ctl_print_list(stdout, list);
        printf("\nagents on duty %.1f h, in service %.1f h: occupancy %s\n", s_of(f.on_duty) / 3600,
               s_of(f.busy) / 3600, json_string_value(json_object_get(out, "occupancy")));
    }
    json_decref(out);
}

/* ---- the command ---- */

static bool option(const char *arg, const char *name, int64_t min, int64_t max, int64_t *out)
{
    size_t n = strlen(name);
    char *end;
    if (strncmp(arg, name, n) != 0 || arg[n] != '=' || !arg[n + 1])
        return false;
    *out = strtoll(arg + n + 1, &end, 10);
    return *end == '\0' && *out >= min && *out <= max;
}

static bool read_options(struct route *r, char **arguments)
{
    for (; *arguments; arguments++) {
        int64_t n;
        if (strncmp(*arguments, "duties=", 7) == 0)
            r->duties = *arguments + 7;
        else if (option(*arguments, "agents", 1, 100000, &r->agents))
            continue;
        else if (option(*arguments, "target", 0, 86400, &n))
            r->config.target_us = PL_SEC((pl_time_us)n);
        else if (option(*arguments, "patience", 0, 86400, &n))
            r->config.patience_us = PL_SEC((pl_time_us)n);
        else if (option(*arguments, "seed", 0, INT64_MAX, &n))
            r->config.seed = (uint64_t)n;
        else
            return false;
    }
    return !r->duties != !r->agents;
}

static int run(struct route *r, char **arguments, bool json)
{
    time_t now = time(NULL);
    struct tm local;
    int failed;
    enum pl_err err;
    if (!read_options(r, arguments + 2))
        return fail("route", "duties=FILE or agents=N is needed, one of them; then target=S, "
                             "patience=S, seed=N");
    if (localtime_r(&now, &local))
        r->config.utc_offset_us = (int64_t)local.tm_gmtoff * (int64_t)PL_SEC(1);
    failed = read_rules(r, arguments[0]);
    if (!failed)
        failed = make_replay(r);
    if (!failed)
        failed = read_rows(r, arguments[1], on_contact);
    if (!failed)
        failed = r->duties ? read_rows(r, r->duties, on_duty) : staff(r);
    if (failed)
        return failed;
    err = pl_replay_run(r->replay);
    if (err)
        return fail("route", pl_err_name(err));
    tell(r, json);
    return EXIT_SUCCESS;
}

int pl_ctl_route(char **arguments, bool json)
{
    struct route r = {.config = {.seed = 1, .target_us = PL_SEC(20)}, .next_client = 1000000000};
    int result;
    r.rules = calloc(1, sizeof(*r.rules));
    result = r.rules ? run(&r, arguments, json) : fail("route", "out of memory");
    pl_replay_destroy(r.replay);
    free(r.rules);
    return result;
}

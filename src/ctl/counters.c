/* SPDX-License-Identifier: Apache-2.0 */
/* What was written down of the service counters: contacts and figures of them. */
#include "ctl/counters.h"

#include "ctl/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HOUR_MS = 3600000, MINUTES_MAX = 44640, HOURS_MAX = 9600 };

/* A number from 1 to max; `otherwise` for NULL; -1: it is none. */
static long number_of(const char *text, long max, long otherwise)
{
    char *end;
    long n;
    if (!text)
        return otherwise;
    n = strtol(text, &end, 10);
    return *text && *end == '\0' && n >= 1 && n <= max ? n : -1;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Minutes that the local time is ahead of UTC now. */
static long offset_now(void)
{
    time_t now = time(NULL);
    struct tm local;
    return localtime_r(&now, &local) ? local.tm_gmtoff / 60 : 0;
}

static void show(const struct ctl *ctl, const json_t *list, const char *name)
{
    if (ctl->csv && !ctl->json)
        pl_ctl_print_csv(stdout, list);
    else
        pl_ctl_print_rows(ctl, list, name);
}

/* Columns that fit a screen; JSON and CSV have all. */
static json_t *shortened(const json_t *list)
{
    static const char *const names[] = {"id",         "client",     "client_name", "queue",
                                        "agent",      "entered_ms", "waited_s",    "outcome",
                                        "promised_s", "score"};
    json_t *all = json_array(), *row;
    size_t i;
    json_array_foreach(list, i, row)
    {
        json_t *one = json_object();
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
            json_object_set(one, names[k], json_object_get(row, names[k]));
        json_array_append_new(all, one);
    }
    return all;
}

int pl_ctl_contacts(struct ctl *ctl, char **arguments)
{
    long hours = number_of(arguments[0], HOURS_MAX, 24);
    json_t *all = json_array(), *answer, *next, *some;
    json_int_t after = 0;
    int64_t now = now_ms();
    int result;
    if (hours < 0) {
        json_decref(all);
        return pl_ctl_usage("not a number of hours: ", arguments[0]);
    }
    do {
        char target[160];
        (void)snprintf(target, sizeof(target),
                       "/v1/contacts?from=%" PRId64 "&to=%" PRId64 "&after=%" JSON_INTEGER_FORMAT,
                       now - hours * HOUR_MS, now + 1, after);
        answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
        next = json_object_get(answer, "next");
        json_array_extend(all, json_object_get(answer, "contacts"));
        after = json_integer_value(next);
        json_decref(answer);
    } while (answer && after != 0);
    if (result == EXIT_SUCCESS) {
        some = ctl->json || ctl->csv ? json_incref(all) : shortened(all);
        show(ctl, some, "contacts");
        json_decref(some);
    }
    json_decref(all);
    return result;
}

int pl_ctl_reports(struct ctl *ctl, char **arguments)
{
    long minutes = number_of(arguments[0], MINUTES_MAX, 60);
    long hours = arguments[0] ? number_of(arguments[1], HOURS_MAX, 24) : 24;
    int64_t now = now_ms();
    char target[200];
    json_t *answer;
    int result;
    if (minutes < 0 || hours < 0)
        return pl_ctl_usage("not a number of minutes, or hours: ",
                            minutes < 0 ? arguments[0] : arguments[1]);
    (void)snprintf(target, sizeof(target),
                   "/v1/reports?from=%" PRId64 "&to=%" PRId64 "&interval=%ld&offset=%ld",
                   now - hours * HOUR_MS, now + 1, minutes, offset_now());
    answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
    if (answer)
        show(ctl, json_object_get(answer, "reports"), "contacts");
    json_decref(answer);
    return result;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Areas, queues, agents' skills, pairs that are kept apart. */
#include "ctl/places.h"
#include "ctl/ctl.h"
#include "ctl/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGET_BYTES = 64 };

static bool is_id(const char *text)
{
    char *end;
    (void)strtol(text, &end, 10);
    return text[0] != '\0' && *end == '\0' && strlen(text) <= 11;
}

/* GET, and the one list in it. */
static int list(struct ctl *ctl, const char *name)
{
    char target[TARGET_BYTES];
    int result;
    json_t *answer, *rows;
    (void)snprintf(target, sizeof(target), "/v1/%s", name);
    answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
    rows = json_object_get(answer, name);
    if (result == EXIT_SUCCESS)
        pl_ctl_print_rows(ctl, rows, name);
    json_decref(answer);
    return result;
}

/* ID alone shows; with KEY=VALUE ... it sets. */
static int place(struct ctl *ctl, const char *noun, char **arguments)
{
    char target[TARGET_BYTES];
    json_t *body;
    if (!is_id(arguments[0]))
        return pl_ctl_usage("not a number: ", arguments[0]);
    (void)snprintf(target, sizeof(target), "/v1/%s/%s", noun, arguments[0]);
    if (!arguments[1])
        return pl_ctl_show(ctl, "GET", target, pl_bytes_str(""));
    body = json_object();
    for (size_t i = 1; arguments[i]; i++) {
        const char *equals = strchr(arguments[i], '=');
        char key[40];
        if (!equals || (size_t)(equals - arguments[i]) >= sizeof(key)) {
            json_decref(body);
            return pl_ctl_usage("not KEY=VALUE: ", arguments[i]);
        }
        (void)snprintf(key, sizeof(key), "%.*s", (int)(equals - arguments[i]), arguments[i]);
        json_object_set_new(body, key, json_string(equals + 1));
    }
    return pl_ctl_post(ctl, target, body);
}

static int delete_place(struct ctl *ctl, const char *noun, char **arguments)
{
    char target[TARGET_BYTES];
    if (!is_id(arguments[0]))
        return pl_ctl_usage("not a number: ", arguments[0]);
    (void)snprintf(target, sizeof(target), "/v1/%s/%s/delete", noun, arguments[0]);
    return pl_ctl_show(ctl, "POST", target, pl_bytes_str(""));
}

static int areas(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return list(ctl, "areas");
}

static int queues(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return list(ctl, "queues");
}

static int pairs(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return list(ctl, "pairs");
}

static int area(struct ctl *ctl, char **arguments)
{
    return place(ctl, "areas", arguments);
}

static int queue(struct ctl *ctl, char **arguments)
{
    return place(ctl, "queues", arguments);
}

static int agent(struct ctl *ctl, char **arguments)
{
    return place(ctl, "agents", arguments);
}

static int delete_area(struct ctl *ctl, char **arguments)
{
    return delete_place(ctl, "areas", arguments);
}

static int delete_queue(struct ctl *ctl, char **arguments)
{
    return delete_place(ctl, "queues", arguments);
}

static int delete_agent(struct ctl *ctl, char **arguments)
{
    return delete_place(ctl, "agents", arguments);
}

static int keep_apart(struct ctl *ctl, char **arguments)
{
    bool apart = !arguments[2];
    if (!is_id(arguments[0]) || !is_id(arguments[1]))
        return pl_ctl_usage("not a number: ", is_id(arguments[0]) ? arguments[1] : arguments[0]);
    if (arguments[2] && strcmp(arguments[2], "no") != 0)
        return pl_ctl_usage("not \"no\": ", arguments[2]);
    return pl_ctl_post(ctl, "/v1/pairs",
                       json_pack("{s:I, s:I, s:b}", "one",
                                 (json_int_t)strtol(arguments[0], NULL, 10), "other",
                                 (json_int_t)strtol(arguments[1], NULL, 10), "apart", (int)apart));
}

enum { SETTINGS = 32 };

const struct command pl_ctl_place_commands[] = {
    {"areas", 0, 0, "", "areas of the service counters, with how many are there", areas},
    {"queues", 0, 0, "", "their queues, with how many wait", queues},
    {"area", 1, SETTINGS, "ID [KEY=VALUE ...]", "an area's settings; or sets some, or makes it",
     area},
    {"queue", 1, SETTINGS, "ID [KEY=VALUE ...]", "the same of a queue (docs/routing.md)", queue},
    {"agent", 1, SETTINGS, "ID [KEY=VALUE ...]", "the same of an agent: skills, capacity, queues",
     agent},
    {"delete-area", 1, 0, "ID", "with its queues; who is there leaves (15)", delete_area},
    {"delete-queue", 1, 0, "ID", "who waits there leaves (15)", delete_queue},
    {"delete-agent", 1, 0, "ID", "nothing is known of him any more", delete_agent},
    {"pairs", 0, 0, "", "who is kept apart at the service counters", pairs},
    {"keep-apart", 2, 1, "ID ID [no]", "neither serves the other; no: not any more", keep_apart},
    {NULL, 0, 0, NULL, NULL, NULL},
};

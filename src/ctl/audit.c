/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/audit.h"

#include "adapters/store/chain.h"
#include "ctl/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TARGET_BYTES = 64 };

/* ---- showing ---- */

/* The newest at the end, as in a log. */
int pl_ctl_audit(struct ctl *ctl, char **a)
{
    char target[TARGET_BYTES];
    json_t *answer, *list, *turned = json_array(), *row;
    int result;
    size_t i;
    (void)snprintf(target, sizeof(target), "/v1/audit?limit=%.10s", a[0] ? a[0] : "100");
    answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
    list = json_object_get(answer, "audit");
    json_array_foreach(list, i, row)
    {
        if (!ctl->json)
            json_object_del(row, "chain"); /* 64 characters that nobody reads */
        json_array_insert(turned, 0, row);
    }
    if (answer && ctl->json)
        pl_ctl_print_json(turned);
    else if (answer && json_array_size(turned) > 0)
        pl_ctl_print_list(stdout, turned);
    json_decref(turned);
    json_decref(answer);
    return result;
}

/* ---- verifying ---- */

struct noted {
    int64_t number; /* 0: nothing was noted */
    const char *chain;
    bool seen, same;
};

static struct pl_bytes text_of(const json_t *row, const char *name)
{
    const json_t *text = json_object_get(row, name);
    return pl_bytes_of(json_string_value(text), json_string_length(text));
}

static bool check_row(struct pl_store_chain_check *check, const json_t *row, struct noted *noted)
{
    struct pl_store_audit line = {json_integer_value(json_object_get(row, "number")),
                                  json_integer_value(json_object_get(row, "at")),
                                  text_of(row, "actor"),
                                  text_of(row, "verb"),
                                  text_of(row, "object"),
                                  text_of(row, "detail"),
                                  text_of(row, "chain")};
    if (noted->number == line.number) {
        noted->seen = true;
        noted->same = pl_bytes_eq_str(line.chain, noted->chain);
    }
    return pl_store_chain_check_line(check, &line);
}

/* Page by page, the newest first. */
static int check_all(struct ctl *ctl, struct pl_store_chain_check *check, struct noted *noted)
{
    json_int_t next = 0;
    bool fits = true;
    int result;
    do {
        char target[TARGET_BYTES];
        json_t *answer, *row;
        size_t i;
        (void)snprintf(target, sizeof(target), "/v1/audit?before=%" JSON_INTEGER_FORMAT, next);
        answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
        json_array_foreach(json_object_get(answer, "audit"), i, row)
        {
            fits = fits && check_row(check, row, noted);
        }
        next = json_integer_value(json_object_get(answer, "next"));
        json_decref(answer);
    } while (result == EXIT_SUCCESS && fits && next > 0);
    return result;
}

static json_t *result_of(const struct pl_store_chain_check *check, const struct noted *noted)
{
    char why[PL_STORE_CHAIN_WHY_MAX];
    json_t *out = json_pack("{s:I, s:I, s:I, s:I, s:s}", "lines", (json_int_t)check->lines, "first",
                            (json_int_t)check->oldest, "last", (json_int_t)check->newest,
                            "unchained", (json_int_t)check->unchained, "chain", check->head);
    int64_t wrong = check->wrong;
    (void)snprintf(why, sizeof(why), "%s", check->why);
    if (!wrong && noted->number && !noted->same) {
        wrong = noted->number;
        (void)snprintf(why, sizeof(why), "%s",
                       noted->seen ? "its sum is not the one that was noted: it, or a line before "
                                     "it, was written anew"
                                   : "there is no such line");
    }
    if (out && wrong)
        json_object_set_new(out, "wrong", json_integer(wrong));
    if (out && wrong)
        json_object_set_new(out, "why", json_string(why));
    return out;
}

int pl_ctl_verify_audit(struct ctl *ctl, char **a)
{
    struct pl_store_chain_check check;
    char *end = NULL;
    struct noted noted = {a[0] ? strtoll(a[0], &end, 10) : 0, a[1] ? a[1] : "", false, false};
    json_t *out;
    int result;
    if (a[0] && (*end || noted.number < 1 || !a[1] || strlen(a[1]) != PL_STORE_CHAIN_CHARS))
        return pl_ctl_usage("NUMBER and CHAIN of a line of audit.head in the log: ", a[0]);
    pl_store_chain_check_begin(&check);
    result = check_all(ctl, &check, &noted);
    (void)pl_store_chain_check_end(&check);
    if (result)
        return result;
    out = result_of(&check, &noted);
    if (ctl->json)
        pl_ctl_print_json(out);
    else
        pl_ctl_print_object(stdout, out);
    if (json_object_get(out, "wrong"))
        result = EXIT_REFUSED;
    json_decref(out);
    return result;
}

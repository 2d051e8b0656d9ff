/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/record.h"

#include "adapters/evidence/sealing.h"
#include "ctl/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TARGET_BYTES = 2048, DAYS_MAX = 36500 };

/* ---- lists ---- */

static json_t *columns(const json_t *list, const char *const *names, size_t count)
{
    json_t *all = json_array();
    size_t i;
    const json_t *row;
    json_array_foreach(list, i, row)
    {
        json_t *one = json_object();
        for (size_t k = 0; k < count; k++) {
            json_t *value = json_object_get(row, names[k]);
            if (json_is_object(value)) /* "archive" */
                value = json_object_get(value, "state");
            (void)json_object_set_new(one, names[k], value ? json_incref(value) : json_string(""));
        }
        (void)json_array_append_new(all, one);
    }
    return all;
}

/* A day ("2026-11-22", UTC) or milliseconds since 1970. False: neither. */
static bool read_time(const char *text, int64_t *out)
{
    struct tm day = {0};
    char *end = strptime(text, "%Y-%m-%d", &day);
    if (end && !*end) {
        *out = (int64_t)timegm(&day) * 1000;
        return true;
    }
    *out = strtoll(text, &end, 10);
    return *text && !*end;
}

/* Appends name=value, percent-encoded. */
static void put_value(char target[TARGET_BYTES], const char *name, const char *value)
{
    size_t n = strlen(target);
    n += (size_t)snprintf(target + n, TARGET_BYTES - n, "&%s=", name);
    for (; *value && n + 4 < TARGET_BYTES; value++) {
        bool plain = (*value >= '0' && *value <= '9') || *value == '-';
        n += (size_t)snprintf(target + n, TARGET_BYTES - n, plain ? "%c" : "%%%02X",
                              (unsigned char)*value);
    }
}

/* "--search contract --user 7" and so on. NULL: fine; else the option that is none. */
static const char *read_filters(char **options, char target[TARGET_BYTES])
{
    static const char *const plain[] = {"search", "user", "room", "party", "state", "limit"};
    for (; *options; options += 2) {
        const char *name = *options + 2;
        bool known = false;
        char number[24];
        int64_t ms;
        if (strncmp(*options, "--", 2) != 0 || !options[1])
            return *options;
        for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
            known = known || strcmp(name, plain[i]) == 0;
        if (known) {
            put_value(target, name, options[1]);
        } else if ((strcmp(name, "from") == 0 || strcmp(name, "to") == 0) &&
                   read_time(options[1], &ms)) {
            (void)snprintf(number, sizeof(number), "%" PRId64, ms);
            put_value(target, name, number);
        } else {
            return *options;
        }
    }
    return NULL;
}

static int list_all(struct ctl *ctl, char **options)
{
    static const char *const names[] = {"id",    "at_ms", "user",       "name",    "room",
                                        "state", "bytes", "elapsed_ms", "archive", "file"};
    char target[TARGET_BYTES];
    const char *before = *options && strncmp(*options, "--", 2) != 0 ? *options++ : "0", *wrong;
    json_t *answer, *some;
    int result;
    (void)snprintf(target, sizeof(target), "/v1/recordings?before=%.20s", before);
    wrong = read_filters(options, target);
    if (wrong)
        return pl_ctl_usage("no such option, or not with this value: ", wrong);
    answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
    if (!answer)
        return result;
    some = ctl->json ? json_incref(json_object_get(answer, "recordings"))
                     : columns(json_object_get(answer, "recordings"), names,
                               sizeof(names) / sizeof(names[0]));
    pl_ctl_print_rows(ctl, some, "recordings");
    if (!ctl->json && json_object_get(answer, "next"))
        printf("older ones: parlorctl record list %" JSON_INTEGER_FORMAT "\n",
               json_integer_value(json_object_get(answer, "next")));
    json_decref(some);
    json_decref(answer);
    return result;
}

/* NULL: it has been said why. */
static json_t *one(struct ctl *ctl, const char *id, int *result)
{
    char target[64];
    (void)snprintf(target, sizeof(target), "/v1/recordings/%.20s", id);
    return pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), result);
}

static int show_one(struct ctl *ctl, const char *id)
{
    int result;
    json_t *answer = one(ctl, id, &result);
    if (!answer)
        return result;
    if (ctl->json)
        pl_ctl_print_json(answer);
    else
        pl_ctl_print_object(stdout, json_object_get(answer, "recording"));
    if (!ctl->json)
        pl_ctl_print_rows(ctl, json_object_get(answer, "lines"), "time line");
    json_decref(answer);
    return result;
}

/* ---- is it what it was? ---- */

static void print_ranges(const json_t *ranges)
{
    size_t i;
    const json_t *range;
    json_array_foreach(ranges, i, range)
    {
        fprintf(stderr, "%s bytes %" JSON_INTEGER_FORMAT " to %" JSON_INTEGER_FORMAT,
                i > 0 ? "," : ":", json_integer_value(json_array_get(range, 0)),
                json_integer_value(json_array_get(range, 1)));
    }
}

/* What a report of evidence/sealing.h says; 0: all is as it was. */
static int judge(const struct ctl *ctl, const json_t *report, const char *what)
{
    const char *signature = json_string_value(json_object_get(report, "signature"));
    const char *key = json_string_value(json_object_get(report, "key"));
    size_t i;
    const json_t *fault;
    bool ok = json_is_true(json_object_get(report, "ok"));
    if (ctl->json) {
        pl_ctl_print_json(report);
        return ok ? EXIT_SUCCESS : EXIT_REFUSED;
    }
    if (ok) {
        printf("%s: as it was recorded; signed by %s\n", what, key);
        return EXIT_SUCCESS;
    }
    if (!signature || strcmp(signature, "good") != 0)
        fprintf(stderr, "%s: the signature of its manifest is %s (key %s)\n", what,
                signature ? signature : "missing", key ? key : "");
    json_array_foreach(json_object_get(report, "faults"), i, fault)
    {
        fprintf(stderr, "%s: %s is CHANGED since it was recorded: %s", what,
                json_string_value(json_object_get(fault, "file")),
                json_string_value(json_object_get(fault, "fault")));
        print_ranges(json_object_get(fault, "ranges"));
        fputc('\n', stderr);
    }
    return EXIT_REFUSED;
}

static int verify(struct ctl *ctl, const char *id)
{
    char target[80], what[48];
    int result;
    json_t *report;
    (void)snprintf(target, sizeof(target), "/v1/recordings/%.20s/verify", id);
    (void)snprintf(what, sizeof(what), "recording %.20s", id);
    report = pl_ctl_request(ctl, "POST", target, pl_bytes_str(""), &result);
    if (!report)
        return result;
    result = judge(ctl, report, what);
    json_decref(report);
    return result;
}

static struct pl_signer *read_signer(const char *path)
{
    struct pl_signer *signer = NULL;
    struct pl_blob blob;
    char *text = NULL;
    if (pl_blob_open_file(path, &blob) != PL_OK)
        return NULL;
    if (pl_blob_text(&blob, PL_SIGNER_PEM_MAX, &text) != PL_OK ||
        pl_signer_of_public(&signer, pl_bytes_str(text)) != PL_OK)
        signer = NULL;
    free(text);
    pl_blob_close(&blob);
    return signer;
}

/* Of files that somebody has been given: no server is asked. */
static int verify_file(const struct ctl *ctl, const char *file, const char *key)
{
    const char *slash = strrchr(file, '/');
    char folder[4096];
    struct pl_sealing s = {.folder = folder, .signer = read_signer(key)};
    json_t *report = NULL;
    int result = EXIT_REFUSED;
    if (!s.signer) {
        fprintf(stderr, "parlorctl: %s: no public Ed25519 key\n", key);
        return EXIT_USAGE;
    }
    (void)snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - file) + 1 : 1,
                   slash ? file : ".");
    if (pl_sealing_verify(&s, slash ? slash + 1 : file, NULL, &report) == PL_OK)
        result = judge(ctl, report, file);
    else
        fprintf(stderr, "parlorctl: memory is short\n");
    json_decref(report);
    pl_signer_destroy((struct pl_signer *)s.signer);
    return result;
}

/* ---- changes ---- */

static int post(struct ctl *ctl, const char *id, const char *verb, json_t *body)
{
    char target[80];
    (void)snprintf(target, sizeof(target), "/v1/recordings/%.20s/%s", id, verb);
    return pl_ctl_post(ctl, target, body);
}

static int hold(struct ctl *ctl, const char *id, bool on, const char *why)
{
    return post(ctl, id, "hold", json_pack("{s:b, s:s}", "on", on, "why", why ? why : ""));
}

/* days from now; "ever": it is not deleted by the clock. */
static int keep(struct ctl *ctl, const char *id, const char *days, const char *why)
{
    char *end = NULL;
    double n = days ? strtod(days, &end) : -1;
    int64_t until = (int64_t)time(NULL) * 1000;
    if (days && strcmp(days, "ever") == 0)
        until = 0;
    else if (!end || end == days || *end || !(n >= 0 && n <= DAYS_MAX))
        return pl_ctl_usage("for how many days? ", days ? days : "a number, or: ever");
    else
        until += (int64_t)(n * 86400000);
    return post(ctl, id, "keep",
                json_pack("{s:I, s:s}", "until_ms", (json_int_t)until, "why", why ? why : ""));
}

static int tag(struct ctl *ctl, const char *id, const char *offset, const char *text)
{
    char *end = NULL;
    long long ms = offset ? strtoll(offset, &end, 10) : -1;
    if (!text || !end || *end || ms < 0)
        return pl_ctl_usage("where, and what? ", "record tag ID MILLISECONDS TEXT");
    return post(ctl, id, "tag", json_pack("{s:I, s:s}", "offset_ms", (json_int_t)ms, "text", text));
}

static int change(struct ctl *ctl, const char *verb, const char *id, char **rest)
{
    if (strcmp(verb, "link") == 0)
        return post(
            ctl, id, verb,
            json_pack("{s:I}", "minutes", (json_int_t)(rest[0] ? strtoll(rest[0], NULL, 10) : 0)));
    if (strcmp(verb, "stop") == 0)
        return post(ctl, id, verb, json_object());
    if (strcmp(verb, "delete") == 0)
        return post(ctl, id, verb, json_pack("{s:s}", "why", rest[0] ? rest[0] : ""));
    if (strcmp(verb, "hold") == 0 || strcmp(verb, "release") == 0)
        return hold(ctl, id, verb[0] == 'h', rest[0]);
    if (strcmp(verb, "keep") == 0)
        return keep(ctl, id, rest[0], rest[0] ? rest[1] : NULL);
    if (strcmp(verb, "tag") == 0)
        return tag(ctl, id, rest[0], rest[0] ? rest[1] : NULL);
    return pl_ctl_usage("no such command of record: ", verb);
}

int pl_ctl_record(struct ctl *ctl, char **arguments)
{
    const char *verb = arguments[0], *id = arguments[1];
    char **rest = arguments + 2;
    if (strcmp(verb, "list") == 0)
        return list_all(ctl, arguments + 1);
    if (!id)
        return pl_ctl_usage("which recording? ", "give its number");
    if (strcmp(verb, "show") == 0)
        return show_one(ctl, id);
    if (strcmp(verb, "verify") == 0 && rest[0] && strcmp(rest[0], "--key") == 0 && rest[1])
        return verify_file(ctl, id, rest[1]);
    if (strcmp(verb, "verify") == 0)
        return verify(ctl, id);
    return change(ctl, verb, id, rest);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts, applications and their keys, blocked addresses, the feed of events. */
#include "ctl/audit.h"
#include "ctl/ctl.h"
#include "ctl/table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { TARGET_BYTES = 1024, PASSWORD_BYTES = 256, TIME_BYTES = 32 };

/* ---- lists ---- */

/* Appends value to a target, percent-encoded. */
static void put_value(char target[TARGET_BYTES], const char *name, const char *value)
{
    size_t n = strlen(target);
    n += (size_t)snprintf(target + n, TARGET_BYTES - n, "%s=", name);
    for (; *value && n + 4 < TARGET_BYTES; value++)
        n += (size_t)snprintf(target + n, TARGET_BYTES - n, "%%%02X", (unsigned char)*value);
}

/* All pages of a list in the order of texts. query: "" or "application=...&". */
static int show_texts(struct ctl *ctl, const char *name, const char *query)
{
    json_t *all = json_array(), *answer, *next = NULL;
    int result;
    do {
        char target[TARGET_BYTES];
        (void)snprintf(target, sizeof(target), "/v1/%s?%s", name, query);
        if (next)
            put_value(target, "after", json_string_value(next));
        json_decref(next);
        answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
        next = json_incref(json_object_get(answer, "next"));
        json_array_extend(all, json_object_get(answer, name));
        json_decref(answer);
    } while (json_is_string(next));
    json_decref(next);
    if (result == EXIT_SUCCESS)
        pl_ctl_print_rows(ctl, all, name);
    json_decref(all);
    return result;
}

/* ---- accounts ---- */

/* From a terminal without showing it, else the first line of what comes in. */
static bool read_password(char out[PASSWORD_BYTES])
{
    struct termios was, quiet;
    bool terminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &was) == 0, fine;
    if (terminal) {
        quiet = was;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        fputs("password: ", stderr);
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    fine = fgets(out, PASSWORD_BYTES, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &was);
        fputc('\n', stderr);
    }
    if (fine)
        out[strcspn(out, "\r\n")] = '\0';
    return fine && out[0] != '\0';
}

static int with_password(struct ctl *ctl, const char *target, const char *name)
{
    char password[PASSWORD_BYTES];
    int result;
    if (!read_password(password))
        return pl_ctl_usage("no password comes in", "");
    result = pl_ctl_post(ctl, target, json_pack("{s:s, s:s}", "name", name, "password", password));
    explicit_bzero(password, sizeof(password));
    return result;
}

static int accounts(struct ctl *ctl, char **a)
{
    (void)a;
    return show_texts(ctl, "accounts", "");
}

static int add_account(struct ctl *ctl, char **a)
{
    return with_password(ctl, "/v1/accounts/add", a[0]);
}

static int set_password(struct ctl *ctl, char **a)
{
    return with_password(ctl, "/v1/accounts/password", a[0]);
}

static int lock_account(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/accounts/lock", json_pack("{s:s}", "name", a[0]));
}

static int unlock_account(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/accounts/unlock", json_pack("{s:s}", "name", a[0]));
}

static int remove_account(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/accounts/remove", json_pack("{s:s}", "name", a[0]));
}

/* ---- applications ---- */

static int applications(struct ctl *ctl, char **a)
{
    (void)a;
    return show_texts(ctl, "applications", "");
}

static int add_application(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/applications/add",
                       json_pack("{s:s, s:s*}", "application", a[0], "name", a[1]));
}

static int lock_application(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/applications/lock", json_pack("{s:s}", "application", a[0]));
}

static int unlock_application(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/applications/unlock", json_pack("{s:s}", "application", a[0]));
}

static int remove_application(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/applications/remove", json_pack("{s:s}", "application", a[0]));
}

/* ---- keys ---- */

static int keys(struct ctl *ctl, char **a)
{
    char query[TARGET_BYTES] = "";
    put_value(query, "application", a[0]);
    (void)snprintf(query + strlen(query), sizeof(query) - strlen(query), "&");
    return show_texts(ctl, "keys", query);
}

/* The file's text into body, when there is one. False: it cannot be read. */
static bool put_file(json_t *body, const char *path)
{
    static char text[FILE_MAX_BYTES];
    FILE *f = path ? fopen(path, "re") : NULL;
    size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
    bool fine = !path || (f && !ferror(f));
    if (f)
        (void)fclose(f);
    text[n] = '\0';
    if (path && fine)
        fine = json_object_set_new(body, "material", json_string(text)) == 0;
    explicit_bzero(text, n);
    return fine;
}

/* A public key is printed as it is, to be put into a file. */
static int post_key(struct ctl *ctl, const char *target, json_t *body)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_t *answer, *pem;
    int result;
    json_decref(body);
    if (!text)
        return pl_ctl_usage("texts have to be UTF-8", "");
    answer = pl_ctl_request(ctl, "POST", target, pl_bytes_str(text), &result);
    explicit_bzero(text, strlen(text));
    free(text);
    if (answer && ctl->json) {
        pl_ctl_print_json(answer);
    } else if (answer) {
        pem = json_incref(json_object_get(answer, "public"));
        json_object_del(answer, "public");
        pl_ctl_print_object(stdout, answer);
        if (pem)
            fputs(json_string_value(pem), stdout);
        json_decref(pem);
    }
    json_decref(answer);
    return result;
}

static int add_key(struct ctl *ctl, char **a)
{
    json_t *body =
        json_pack("{s:s, s:s, s:s}", "application", a[0], "key", a[1], "algorithm", a[2]);
    if (body && !put_file(body, a[3])) {
        json_decref(body);
        return pl_ctl_usage("cannot be read: ", a[3]);
    }
    return post_key(ctl, "/v1/keys/add", body);
}

static int rotate_key(struct ctl *ctl, char **a)
{
    json_t *body = json_pack("{s:s, s:s, s:s}", "application", a[0], "key", a[1], "new", a[2]);
    char *end = NULL;
    long grace = a[3] ? strtol(a[3], &end, 10) : 0;
    if (a[3] && (*end || !a[3][0])) {
        json_decref(body);
        return pl_ctl_usage("not a number of seconds: ", a[3]);
    }
    if (body && a[3])
        json_object_set_new(body, "grace", json_integer(grace));
    return post_key(ctl, "/v1/keys/rotate", body);
}

static int revoke_key(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/keys/revoke",
                       json_pack("{s:s, s:s}", "application", a[0], "key", a[1]));
}

static int remove_key(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/keys/remove",
                       json_pack("{s:s, s:s}", "application", a[0], "key", a[1]));
}

/* ---- addresses, events ---- */

static int block(struct ctl *ctl, char **a)
{
    json_t *body = json_pack("{s:s}", "address", a[0]);
    char *end = NULL;
    long seconds = a[1] ? strtol(a[1], &end, 10) : 0;
    if (a[1] && (*end || !a[1][0])) {
        json_decref(body);
        return pl_ctl_usage("not a number of seconds: ", a[1]);
    }
    if (body && a[1])
        json_object_set_new(body, "seconds", json_integer(seconds));
    return pl_ctl_post(ctl, "/v1/block", body);
}

static int unblock(struct ctl *ctl, char **a)
{
    return pl_ctl_post(ctl, "/v1/unblock", json_pack("{s:s}", "address", a[0]));
}

static int blocked(struct ctl *ctl, char **a)
{
    (void)a;
    return show_texts(ctl, "blocked", "");
}

/* One event a line, and on and on. */
static int events(struct ctl *ctl, char **a)
{
    json_int_t after = a[0] ? strtoll(a[0], NULL, 10) : -1;
    int result;
    for (;;) {
        char target[TARGET_BYTES];
        json_t *answer, *list, *event;
        size_t i;
        if (after >= 0)
            (void)snprintf(target, sizeof(target),
                           "/v1/events?limit=1000&wait=20&after=%" JSON_INTEGER_FORMAT, after);
        else
            (void)snprintf(target, sizeof(target), "/v1/events?limit=1000&wait=20");
        answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
        if (!answer)
            return result;
        list = json_object_get(answer, "events");
        json_array_foreach(list, i, event)
        {
            (void)json_dumpf(event, stdout, JSON_COMPACT);
            putchar('\n');
        }
        (void)fflush(stdout);
        if (json_array_size(list) > 0 || after >= 0)
            after = json_integer_value(json_object_get(answer, "next"));
        json_decref(answer);
        if (ferror(stdout))
            return EXIT_SUCCESS;
    }
}

const struct command pl_ctl_kept_commands[] = {
    {"block", 1, 1, "ADDRESS [SECONDS]", "keep an address out (* for any characters)", block},
    {"unblock", 1, 0, "ADDRESS", "let it in again", unblock},
    {"blocked", 0, 0, "", "which addresses are kept out", blocked},
    {"accounts", 0, 0, "", "names that belong to who has their password", accounts},
    {"add-account", 1, 0, "NAME", "the password comes in (terminal or a line of input)",
     add_account},
    {"set-password", 1, 0, "NAME", "likewise", set_password},
    {"lock-account", 1, 0, "NAME", "nobody signs in under that name (202)", lock_account},
    {"unlock-account", 1, 0, "NAME", "he may again", unlock_account},
    {"remove-account", 1, 0, "NAME", "the name belongs to nobody", remove_account},
    {"applications", 0, 0, "", "that are kept; those of the settings are not listed", applications},
    {"add-application", 1, 1, "ID [NAME]", "that vouches for its users", add_application},
    {"lock-application", 1, 0, "ID", "its users do not get in (223)", lock_application},
    {"unlock-application", 1, 0, "ID", "they do again", unlock_application},
    {"remove-application", 1, 0, "ID", "with its keys", remove_application},
    {"keys", 1, 0, "APP", "of an application", keys},
    {"add-key", 3, 1, "APP KEY ALGORITHM [FILE]",
     "a key of a file, or one that the server makes; algorithm service: a token that may sign",
     add_key},
    {"rotate-key", 3, 1, "APP KEY NEW [SECONDS]",
     "a new one; the old one is good for a day more, or so many seconds", rotate_key},
    {"revoke-key", 2, 0, "APP KEY", "not good from now on", revoke_key},
    {"remove-key", 2, 0, "APP KEY", "and forgotten", remove_key},
    {"audit", 0, 1, "[COUNT]", "what operators have changed, the newest last", pl_ctl_audit},
    {"verify-audit", 0, 2, "[NUMBER CHAIN]",
     "is every line of it as it was written? NUMBER CHAIN: of an audit.head in the log",
     pl_ctl_verify_audit},
    {"events", 0, 1, "[AFTER]", "the feed, one event a line, until it is interrupted", events},
    {NULL, 0, 0, NULL, NULL, NULL},
};

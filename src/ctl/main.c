/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/counters.h"
#include "ctl/ctl.h"
#include "ctl/places.h"
#include "ctl/record.h"
#include "ctl/route.h"
#include "ctl/sign.h"
#include "ctl/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUTE_OPTIONS = 16 };

int pl_ctl_usage(const char *problem, const char *what)
{
    fprintf(stderr, "parlorctl: %s%s; see parlorctl --help\n", problem, what);
    return EXIT_USAGE;
}

/* ---- asking ---- */

static int show_problem(const json_t *answer, int status)
{
    const char *error = json_string_value(json_object_get(answer, "error"));
    const char *cure = json_string_value(json_object_get(answer, "cure"));
    fprintf(stderr, "parlorctl: %s (%d)%s%s\n", error ? error : "refused", status,
            cure ? "\n  " : "", cure ? cure : "");
    return EXIT_REFUSED;
}

json_t *pl_ctl_request(struct ctl *ctl, const char *method, const char *target,
                       struct pl_bytes body, int *result)
{
    char why[PL_CTL_WHY_MAX];
    int status = 0;
    json_t *answer = pl_ctl_ask(&ctl->server, method, target, body, &status, why);
    *result = EXIT_SUCCESS;
    if (!answer) {
        fprintf(stderr, "parlorctl: %s\n", why);
        *result = EXIT_NO_SERVER;
    } else if (status != 200) {
        *result = show_problem(answer, status);
        json_decref(answer);
        answer = NULL;
    }
    return answer;
}

void pl_ctl_print_json(const json_t *answer)
{
    (void)json_dumpf(answer, stdout, JSON_INDENT(2));
    putchar('\n');
}

int pl_ctl_show(struct ctl *ctl, const char *method, const char *target, struct pl_bytes body)
{
    int result;
    json_t *answer = pl_ctl_request(ctl, method, target, body, &result);
    if (answer && ctl->json)
        pl_ctl_print_json(answer);
    else if (answer)
        pl_ctl_print_object(stdout, answer);
    json_decref(answer);
    return result;
}

int pl_ctl_post(struct ctl *ctl, const char *target, json_t *body)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    int result = text ? pl_ctl_show(ctl, "POST", target, pl_bytes_str(text))
                      : pl_ctl_usage("texts have to be UTF-8", "");
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
    json_decref(body);
    return result;
}

void pl_ctl_print_rows(const struct ctl *ctl, const json_t *rows, const char *name)
{
    if (ctl->json)
        pl_ctl_print_json(rows);
    else if (json_array_size(rows) > 0)
        pl_ctl_print_list(stdout, rows);
    else
        printf("no %s\n", name);
}

/* All pages of a list, as one. */
static int show_all(struct ctl *ctl, const char *name, const char *query)
{
    json_t *all = json_array(), *answer, *page, *next;
    json_int_t after = 0;
    int result;
    do {
        char target[256];
        (void)snprintf(target, sizeof(target), "/v1/%s?after=%" JSON_INTEGER_FORMAT "%s", name,
                       after, query);
        answer = pl_ctl_request(ctl, "GET", target, pl_bytes_str(""), &result);
        page = json_object_get(answer, name);
        next = json_object_get(answer, "next");
        json_array_extend(all, page);
        after = json_integer_value(next);
        json_decref(answer);
    } while (answer && after != 0);
    if (result == EXIT_SUCCESS)
        pl_ctl_print_rows(ctl, all, name);
    json_decref(all);
    return result;
}

/* ---- commands ---- */

static bool is_number(const char *text)
{
    char *end;
    (void)strtol(text, &end, 10);
    return text[0] != '\0' && *end == '\0';
}

/* "/v1/users/" + a number + rest. */
static int about(struct ctl *ctl, const char *method, const char *noun, const char *number,
                 const char *rest, const char *body)
{
    char target[128];
    if (!is_number(number) || strlen(number) > 20)
        return pl_ctl_usage("not a number: ", number);
    (void)snprintf(target, sizeof(target), "/v1/%s/%s%s", noun, number, rest);
    return pl_ctl_show(ctl, method, target, pl_bytes_str(body));
}

static int version(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return pl_ctl_show(ctl, "GET", "/v1/version", pl_bytes_str(""));
}

static int figures(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return pl_ctl_show(ctl, "GET", "/v1/figures", pl_bytes_str(""));
}

static int users(struct ctl *ctl, char **arguments)
{
    char query[40] = "";
    if (arguments[0] && (!is_number(arguments[0]) || strlen(arguments[0]) > 20))
        return pl_ctl_usage("not a number: ", arguments[0]);
    if (arguments[0])
        (void)snprintf(query, sizeof(query), "&room=%s", arguments[0]);
    return show_all(ctl, "users", query);
}

static int user(struct ctl *ctl, char **arguments)
{
    return about(ctl, "GET", "users", arguments[0], "", "");
}

static int kick(struct ctl *ctl, char **arguments)
{
    return about(ctl, "POST", "users", arguments[0], "/kick", "");
}

static int hang_up(struct ctl *ctl, char **arguments)
{
    char body[64] = "";
    if (arguments[1] && (!is_number(arguments[1]) || strlen(arguments[1]) > 10))
        return pl_ctl_usage("not a number: ", arguments[1]);
    if (arguments[1])
        (void)snprintf(body, sizeof(body), "{\"code\":%s}", arguments[1]);
    return about(ctl, "POST", "users", arguments[0], "/hang-up", body);
}

static int rooms(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return show_all(ctl, "rooms", "");
}

static int room(struct ctl *ctl, char **arguments)
{
    return about(ctl, "GET", "rooms", arguments[0], "", "");
}

static int calls(struct ctl *ctl, char **arguments)
{
    (void)arguments;
    return show_all(ctl, "calls", "");
}

static int check_config(struct ctl *ctl, char **arguments)
{
    char *text = malloc(FILE_MAX_BYTES + 1);
    FILE *file = fopen(arguments[0], "r");
    size_t n = 0;
    int result;
    if (text && file)
        n = fread(text, 1, FILE_MAX_BYTES + 1, file);
    if (!text || !file || ferror(file) || n > FILE_MAX_BYTES) {
        fprintf(stderr, "parlorctl: %s cannot be read, or is larger than 1 MiB\n", arguments[0]);
        result = EXIT_USAGE;
    } else {
        result = pl_ctl_show(ctl, "POST", "/v1/config/check", pl_bytes_of(text, n));
    }
    if (file)
        (void)fclose(file);
    free(text);
    return result;
}

static int make_key(struct ctl *ctl, char **arguments)
{
    (void)ctl;
    return pl_ctl_make_key(arguments[0], arguments[1]);
}

static int sign(struct ctl *ctl, char **arguments)
{
    (void)ctl;
    return pl_ctl_sign(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4]);
}

static int route(struct ctl *ctl, char **arguments)
{
    return pl_ctl_route(arguments, ctl->json);
}

static const struct command commands[] = {
    {"version", 0, 0, "", "version of the server, how long it runs (s), its plug-in", version},
    {"figures", 0, 0, "", "how much of everything there is", figures},
    {"users", 0, 1, "[ROOM]", "who is signed in, or is in that room", users},
    {"user", 1, 0, "ID", "one of them", user},
    {"rooms", 0, 0, "", "rooms with somebody inside", rooms},
    {"room", 1, 0, "NUMBER", "one of them, with its members", room},
    {"calls", 0, 0, "", "calls that ring or go on", calls},
    {"kick", 1, 0, "ID", "sign a user out (211)", kick},
    {"hang-up", 1, 1, "ID [CODE]", "end a user's call, for both", hang_up},
    {"check-config", 1, 0, "FILE", "would the running server take these settings?", check_config},
    {"contacts", 0, 1, "[HOURS]", "who came to the service counters, in the last 24 hours",
     pl_ctl_contacts},
    {"reports", 0, 2, "[MINUTES [HOURS]]", "figures of them by intervals (docs/figures.md)",
     pl_ctl_reports},
    {"record", 1, PL_CTL_RECORD_OPTIONS,
     "list|show|verify|link|stop|delete|hold|release|keep|tag ...",
     "the catalogue of recordings at the server (docs/recording.md)", pl_ctl_record},
    {"route", 2, ROUTE_OPTIONS, "RULES CONTACTS [NAME=VALUE ...]",
     "recorded days once more, under other rules or with other people (docs/routing.md)", route},
    {"make-key", 2, 0, "ALGORITHM FILE", "FILE.key and FILE.pub for an application", make_key},
    {"sign", 4, 1, "ALGORITHM KEY APP STRING-ID [ID]", "a signed login, as JSON", sign},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_command(const struct command *c)
{
    char left[96];
    (void)snprintf(left, sizeof(left), "%s %s", c->name, c->usage);
    printf("  %-34s %s\n", left, c->doc);
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    for (const struct command *c = pl_ctl_kept_commands; c->name; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    for (const struct command *c = pl_ctl_place_commands; c->name; c++) {
        if (strcmp(c->name, name) == 0)
            return c;
    }
    return NULL;
}

static int help(void)
{
    puts("parlorctl - looks after a Parlor server\n\n"
         "parlorctl [OPTION...] COMMAND [ARGUMENT...]\n\n"
         "  --socket PATH    the server's admin.sock (data/admin.sock, or $PARLOR_ADMIN_SOCKET)\n"
         "  --server ADDR    admin.listen of the server instead, as 127.0.0.1:8912\n"
         "  --token FILE     for --server: admin.token or viewer.token of its data directory\n"
         "  --json           answers as JSON\n"
         "  --csv            contacts and reports as CSV\n"
         "  --help           this\n");
    for (size_t i = 0; i < COMMANDS; i++)
        print_command(&commands[i]);
    for (const struct command *c = pl_ctl_kept_commands; c->name; c++)
        print_command(c);
    for (const struct command *c = pl_ctl_place_commands; c->name; c++)
        print_command(c);
    puts("\nEnds with 0; 1: the server refused; 2: wrong use; 3: no server.");
    return EXIT_SUCCESS;
}

/* ---- options ---- */

static bool read_token(struct ctl *ctl, const char *path)
{
    FILE *file = fopen(path, "r");
    size_t n = file ? fread(ctl->token, 1, sizeof(ctl->token) - 1, file) : 0;
    if (file)
        (void)fclose(file);
    ctl->token[n] = '\0';
    ctl->token[strcspn(ctl->token, "\r\n ")] = '\0';
    ctl->server.token = ctl->token;
    return ctl->token[0] != '\0';
}

static int read_options(struct ctl *ctl, char ***at)
{
    const char *set = getenv("PARLOR_ADMIN_SOCKET");
    bool by_address = false;
    char **arg = *at;
    ctl->server.path = set && set[0] ? set : "data/admin.sock";
    for (; *arg && strncmp(*arg, "--", 2) == 0; arg++) {
        const char *option = *arg;
        if (strcmp(option, "--json") == 0) {
            ctl->json = true;
            continue;
        }
        if (strcmp(option, "--csv") == 0) {
            ctl->csv = true;
            continue;
        }
        if (strcmp(option, "--help") == 0)
            exit(help());
        if (!arg[1])
            return pl_ctl_usage("no such option, or it needs a value: ", option);
        arg++;
        if (strcmp(option, "--socket") == 0)
            ctl->server.path = *arg;
        else if (strcmp(option, "--server") == 0 &&
                 pl_addr_parse(&ctl->server.address, *arg) == PL_OK && ctl->server.address.port)
            by_address = true;
        else if (strcmp(option, "--token") != 0 || !read_token(ctl, *arg))
            return pl_ctl_usage("no such option, or not with this value: ", option);
    }
    if (by_address)
        ctl->server.path = NULL;
    *at = arg;
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    struct ctl ctl = {.json = false};
    const struct command *c;
    char **arg = argv + 1;
    int count, failed = read_options(&ctl, &arg);
    (void)argc;
    if (failed)
        return failed;
    if (!*arg)
        return help();
    for (count = 0; arg[1 + count]; count++)
        ;
    c = find(*arg);
    if (!c)
        return pl_ctl_usage("no such command: ", *arg);
    if (count < c->arguments || count > c->arguments + c->optional)
        return pl_ctl_usage("wrong number of arguments: ", c->name);
    return c->run(&ctl, arg + 1);
}

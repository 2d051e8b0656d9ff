/* SPDX-License-Identifier: Apache-2.0 */
#include "server/options.h"

#include "server/config_table.h"

enum option_kind {
    OPTION_SETTING,
    OPTION_CONFIG,
    OPTION_MEDIA, /* sets two */
    OPTION_ACTION,
};

struct option {
    const char *name;
    enum option_kind kind;
    const char *section, *key; /* OPTION_SETTING */
    enum pl_action action;     /* OPTION_ACTION */
    const char *argument;      /* shown by --help */
    const char *doc;
};

static const struct option options[] = {
    {"--config", OPTION_CONFIG, NULL, NULL, 0, "FILE", "read settings from FILE (parlor.ini)"},
    {"--listen", OPTION_SETTING, "server", "listen", 0, "ADDRESS:PORT",
     "pages and browser links (0.0.0.0:8906)"},
    {"--media", OPTION_MEDIA, NULL, NULL, 0, "ADDRESS[:PORT]",
     "UDP media, first port (as --listen, 8910; port 0: ephemeral)"},
    {"--advertise", OPTION_SETTING, "media", "advertise", 0, "ADDRESS[,...]",
     "media addresses told to browsers; may be repeated"},
    {"--data", OPTION_SETTING, "server", "data", 0, "DIR", "what is kept lies here (data)"},
    {"--log-level", OPTION_SETTING, "server", "log_level", 0, "LEVEL",
     "error, warn, info or debug (info)"},
    {"--check-config", OPTION_ACTION, NULL, NULL, PL_ACTION_CHECK_CONFIG, NULL,
     "tell whether the settings are right, then end"},
    {"--print-config-docs", OPTION_ACTION, NULL, NULL, PL_ACTION_PRINT_DOCS, NULL,
     "print the table of all settings, then end"},
    {"--version", OPTION_ACTION, NULL, NULL, PL_ACTION_VERSION, NULL, "print it, then end"},
    {"--help", OPTION_ACTION, NULL, NULL, PL_ACTION_HELP, NULL, "this"},
};

static const size_t option_count = sizeof(options) / sizeof(options[0]);

/* One argument of the command line, taken apart. */
struct given {
    const struct option *option;
    const char *value;
};

static const struct option *find_option(const char *arg, const char **inline_value)
{
    const char *equals = strchr(arg, '=');
    size_t len = equals ? (size_t)(equals - arg) : strlen(arg);
    *inline_value = equals ? equals + 1 : NULL;
    for (size_t i = 0; i < option_count; i++) {
        if (strlen(options[i].name) == len && strncmp(options[i].name, arg, len) == 0)
            return &options[i];
    }
    return NULL;
}

/* Takes the next option off *argv. PL_E_AGAIN: there is none. */
static enum pl_err next_option(const char *const **argv, struct given *g,
                               char error[PL_CONFIG_ERROR_MAX])
{
    const char *arg = **argv;
    if (!arg)
        return PL_E_AGAIN;
    g->option = find_option(arg, &g->value);
    ++*argv;
    if (!g->option) {
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%.80s: no such option; see --help", arg);
        return PL_E_RANGE;
    }
    if (!g->option->argument && g->value) {
        (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%s takes no value", g->option->name);
        return PL_E_RANGE;
    }
    if (g->option->argument && !g->value) {
        g->value = **argv;
        if (!g->value) {
            (void)snprintf(error, PL_CONFIG_ERROR_MAX, "%s needs a value: %s", g->option->name,
                           g->option->argument);
            return PL_E_RANGE;
        }
        ++*argv;
    }
    return PL_OK;
}

/* "ADDRESS", "ADDRESS:PORT" or "[ADDRESS6]:PORT". */
static enum pl_err set_media(struct pl_config *c, const char *value,
                             char error[PL_CONFIG_ERROR_MAX])
{
    struct pl_addr addr;
    const char *colon = strrchr(value, ':');
    bool has_port =
        value[0] == '[' ? colon > strchr(value, ']') : colon && colon == strchr(value, ':');
    if (pl_addr_parse(&addr, value) != PL_OK) {
        (void)snprintf(error, PL_CONFIG_ERROR_MAX,
                       "--media = '%.80s': must be an address, with or without a port, as 0.0.0.0 "
                       "or [::]:8910",
                       value);
        return PL_E_RANGE;
    }
    if (has_port)
        c->media.port = addr.port;
    addr.port = 0;
    c->media.bind = addr;
    return PL_OK;
}

static enum pl_err apply(struct pl_config *c, const struct given *g, bool again,
                         char error[PL_CONFIG_ERROR_MAX])
{
    if (g->option->kind == OPTION_MEDIA)
        return set_media(c, g->value, error);
    if (g->option->kind == OPTION_SETTING)
        return pl_config_set(c, g->option->name, g->option->section, g->option->key, g->value,
                             again, error);
    return PL_OK;
}

/* First look: is the line well-formed, what is to be done, which file? */
static enum pl_err look(const char *const *argv, enum pl_action *action, const char **file,
                        char error[PL_CONFIG_ERROR_MAX])
{
    struct given g;
    enum pl_err err;
    while ((err = next_option(&argv, &g, error)) == PL_OK) {
        if (g.option->kind == OPTION_ACTION && g.option->action > *action)
            *action = g.option->action;
        if (g.option->kind == OPTION_CONFIG)
            *file = g.value;
    }
    return err == PL_E_AGAIN ? PL_OK : err;
}

enum pl_err pl_options_load(struct pl_config *c, enum pl_action *action, const char *const *argv,
                            const char *const *environment, char error[PL_CONFIG_ERROR_MAX])
{
    bool given[sizeof(options) / sizeof(options[0])] = {false};
    const char *file = NULL;
    struct given g;
    enum pl_err err;
    *action = PL_ACTION_RUN;
    error[0] = '\0';
    pl_config_init(c);
    argv += *argv ? 1 : 0;
    for (const char *const *e = environment; *e; e++) {
        if (strncmp(*e, "PARLOR_CONFIG=", 14) == 0 && (*e)[14])
            file = *e + 14;
    }
    err = look(argv, action, &file, error);
    if (err || *action > PL_ACTION_CHECK_CONFIG)
        return err;
    if (file)
        err = pl_config_read_file(c, file, error);
    if (!err)
        err = pl_config_read_environment(c, environment, error);
    while (!err && (err = next_option(&argv, &g, error)) == PL_OK) {
        bool *again = &given[g.option - options];
        err = apply(c, &g, *again, error);
        *again = true;
    }
    return err == PL_E_AGAIN ? pl_config_check(c, error) : err;
}

void pl_options_print_help(FILE *out)
{
    char allowed[128];
    fputs("parlord - the server of Parlor\n\nOptions:\n", out);
    for (size_t i = 0; i < option_count; i++) {
        char left[64];
        (void)snprintf(left, sizeof(left), "%s%s%s", options[i].name,
                       options[i].argument ? " " : "",
                       options[i].argument ? options[i].argument : "");
        fprintf(out, "  %-28s %s\n", left, options[i].doc);
    }
    fputs("\nSettings of the file (section.key = default: meaning), each also as the environment\n"
          "variable PARLOR_<SECTION>_<KEY>:\n",
          out);
    for (size_t i = 0; i < pl_settings_count; i++) {
        const struct pl_setting *s = &pl_settings[i];
        fprintf(out, "  %s.%s = %s\n      %s (%s)\n", s->section, s->key, s->initial, s->doc_en,
                pl_setting_allowed(s, allowed, sizeof(allowed)));
    }
}

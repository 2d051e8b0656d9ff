/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_application.h"
#include "server/config_places.h"
#include "server/config_table.h"

/* A default in a cell: "`5000`", or a dash for none. */
static void print_default(FILE *out, const struct pl_setting *s)
{
    if (s->initial[0])
        fprintf(out, " `%s` |", s->initial);
    else
        fputs(" - |", out);
}

static void print_section(FILE *out, const char *section)
{
    char allowed[128];
    fprintf(out, "\n## [%s]\n\n| Key | Default | Allowed | Meaning | 说明 |\n", section);
    fputs("| --- | --- | --- | --- | --- |\n", out);
    for (size_t i = 0; i < pl_settings_count; i++) {
        const struct pl_setting *s = &pl_settings[i];
        if (strcmp(s->section, section) != 0)
            continue;
        fprintf(out, "| `%s` |", s->key);
        print_default(out, s);
        fprintf(out, " %s | %s | %s |\n", pl_setting_allowed(s, allowed, sizeof(allowed)),
                s->doc_en, s->doc_zh);
    }
}

void pl_config_print_docs(FILE *out)
{
    fputs(
        "# Configuration\n\n"
        "Made by `parlord --print-config-docs` from the table that the parser uses; do not edit.\n"
        "\n"
        "`parlord` needs no configuration for a trial. A file is given by `--config FILE` or\n"
        "`PARLOR_CONFIG`; every key can also be set by the environment variable\n"
        "`PARLOR_<SECTION>_<KEY>` (and those of `[server]` by `PARLOR_<KEY>`), some by options\n"
        "(`parlord --help`). An option outweighs the environment, the environment the file.\n"
        "`parlord --check-config` tells whether all of it is right. Lists are separated by "
        "commas;\n"
        "` ;` begins a comment.\n",
        out);
    for (size_t i = 0; i < pl_settings_count; i++) {
        if (i == 0 || strcmp(pl_settings[i].section, pl_settings[i - 1].section) != 0)
            print_section(out, pl_settings[i].section);
    }
    fprintf(out,
            "\n## [room NAME]\n\n"
            "One section for each room that differs; NAME is its name or number. At most %d.\n\n"
            "| Key | Default | Allowed | Meaning | 说明 |\n| --- | --- | --- | --- | --- |\n"
            "| `password` | - | at most %d bytes | Needed to enter. | 进入房间所需的密码。 |\n"
            "| `max_users` | - | a whole number from 1 to 10000 | Instead of `rooms.max_users`. | "
            "替代 `rooms.max_users`。 |\n",
            PL_CONFIG_ROOMS_MAX, PL_CONFIG_TEXT_MAX - 1);
    fprintf(out,
            "\n## [user NAME]\n\n"
            "One section for each name that belongs to somebody. At most %d.\n\n"
            "| Key | Default | Allowed | Meaning | 说明 |\n| --- | --- | --- | --- | --- |\n"
            "| `password` | - | 1 to %d bytes | Needed to log in under this name. | "
            "以该用户名登录所需的密码。 |\n",
            PL_CONFIG_USERS_MAX, PL_CONFIG_TEXT_MAX - 1);
    pl_config_application_docs(out);
    pl_config_print_places(out);
}

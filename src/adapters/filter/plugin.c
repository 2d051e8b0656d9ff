/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/filter/plugin.h"

#include <ctype.h>
#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    size_t offset;
} entries[] = {
    {"BRFP_GetVersion", offsetof(struct pl_filter_plugin, get_version)},
    {"BRFP_InitFilter", offsetof(struct pl_filter_plugin, init)},
    {"BRFP_ReleaseFilter", offsetof(struct pl_filter_plugin, release)},
    {"BRFP_VerifyUser", offsetof(struct pl_filter_plugin, verify)},
    {"BRFP_PrepareEnterRoom", offsetof(struct pl_filter_plugin, prepare)},
    {"BRFP_OnUserLoginAction", offsetof(struct pl_filter_plugin, login)},
    {"BRFP_OnUserLogoutAction", offsetof(struct pl_filter_plugin, logout)},
    {"BRFP_OnUserEnterRoomAction", offsetof(struct pl_filter_plugin, enter)},
    {"BRFP_OnUserLeaveRoomAction", offsetof(struct pl_filter_plugin, leave)},
    {"BRFP_OnRecvUserFilterData", offsetof(struct pl_filter_plugin, data)},
    {"BRFP_OnRecvUserTextMsg", offsetof(struct pl_filter_plugin, text)},
};

enum { ENTRIES = sizeof(entries) / sizeof(entries[0]) };

static enum pl_err find_entries(struct pl_filter_plugin *p, char why[PL_FILTER_WHY_MAX])
{
    size_t used = 0;
    for (size_t i = 0; i < ENTRIES; i++) {
        void *found = dlsym(p->library, entries[i].name);
        memcpy((char *)p + entries[i].offset, &found, sizeof(found));
        if (!found && used < PL_FILTER_WHY_MAX)
            used += (size_t)snprintf(why + used, PL_FILTER_WHY_MAX - used, "%s %s",
                                     used ? "," : "it has no function", entries[i].name);
    }
    return used ? PL_E_UNSUPPORTED : PL_OK;
}

int pl_filter_version_readable(const char *version)
{
    if (!isdigit((unsigned char)version[0]))
        return 0;
    for (const char *c = version; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr(".-+ _", *c))
            return 0;
    }
    return 1;
}

int pl_filter_version_compare(const char *a, const char *b)
{
    while (*a || *b) {
        char *a_end, *b_end;
        unsigned long x = strtoul(a, &a_end, 10), y = strtoul(b, &b_end, 10);
        if (x != y)
            return x < y ? -1 : 1;
        a = *a_end == '.' ? a_end + 1 : ""; /* what follows the numbers does not count */
        b = *b_end == '.' ? b_end + 1 : "";
    }
    return 0;
}

static enum pl_err check_version(struct pl_filter_plugin *p, const char *min_version,
                                 char why[PL_FILTER_WHY_MAX])
{
    char room[4 * PL_FILTER_VERSION_MAX] = {0}; /* some write further than they may */
    p->get_version(room, PL_FILTER_VERSION_MAX);
    if (!memchr(room, 0, PL_FILTER_VERSION_MAX) || !pl_filter_version_readable(room)) {
        snprintf(why, PL_FILTER_WHY_MAX,
                 "BRFP_GetVersion gives no version: dotted numbers are expected, as 2.0");
        return PL_E_RANGE;
    }
    memcpy(p->version, room, sizeof(p->version));
    if (pl_filter_version_compare(p->version, min_version) < 0) {
        snprintf(why, PL_FILTER_WHY_MAX, "its version is %s; filter.min_version asks for %.64s",
                 p->version, min_version);
        return PL_E_RANGE;
    }
    return PL_OK;
}

enum pl_err pl_filter_plugin_load(struct pl_filter_plugin *p, const char *path,
                                  const char *min_version, char why[PL_FILTER_WHY_MAX])
{
    enum pl_err err;
    memset(p, 0, sizeof(*p));
    why[0] = '\0';
    p->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!p->library) {
        snprintf(why, PL_FILTER_WHY_MAX, "%s", dlerror());
        return PL_E_NOT_FOUND;
    }
    err = find_entries(p, why);
    return err ? err : check_version(p, min_version, why);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The table of all settings; see config.h for what is made of it. */
#ifndef PL_SERVER_CONFIG_TABLE_H
#define PL_SERVER_CONFIG_TABLE_H

#include "server/config.h"

enum pl_setting_type {
    PL_SETTING_TEXT,     /* char[size] */
    PL_SETTING_NUMBER,   /* uint32_t, min to max */
    PL_SETTING_SWITCH,   /* bool, yes or no */
    PL_SETTING_CHOICE,   /* uint32_t, index into choices */
    PL_SETTING_ADDRESS,  /* struct pl_addr with a port, or empty where that is the default */
    PL_SETTING_IP,       /* struct pl_addr without one, or empty */
    PL_SETTING_IPS,      /* list of addresses without a port */
    PL_SETTING_HOSTS,    /* list of host names and addresses */
    PL_SETTING_CODECS,   /* list of names of video codecs */
    PL_SETTING_ORIGINS,  /* list of "scheme://host[:port]", or "*" */
    PL_SETTING_PATTERNS, /* list of addresses with "*" */
    PL_SETTING_NAMES,    /* list of names of users, which may have spaces in them */
    PL_SETTING_KEEPS,    /* list of "ROOM:DAYS" and "ROOM-ROOM:DAYS" */
};

enum { PL_SETTING_CHOICES_MAX = 5 };

struct pl_setting {
    const char *section;
    const char *key;
    enum pl_setting_type type;
    size_t offset; /* in struct pl_config */
    size_t size;   /* of a text */
    uint32_t min, max;
    const char *choices[PL_SETTING_CHOICES_MAX];
    const char *initial; /* the default, as one would write it */
    const char *doc_en;
    const char *doc_zh;
};

extern const struct pl_setting pl_settings[];
extern const size_t pl_settings_count;

/* NULL when there is none. */
const struct pl_setting *pl_setting_find(const char *section, const char *key);
bool pl_setting_is_list(const struct pl_setting *s);
/* What is allowed, in words: "a whole number from 1 to 64". Returns text. */
const char *pl_setting_allowed(const struct pl_setting *s, char *text, size_t size);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "impair/command.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define BLANKS    " \t\r\n"
#define SEPARATED BLANKS ","

struct unit {
    const char *name;
    double factor;
};

static const struct unit times[] = {{"ms", 1e3}, {"us", 1}, {"s", 1e6}, {NULL, 0}};
static const struct unit rates[] = {{"kbit", 1e3}, {"mbit", 1e6}, {"bit", 1}, {NULL, 0}};
static const struct unit shares[] = {{"%", PL_IMPAIR_PPM / 100.0}, {NULL, 0}};

/* A number with one of the units; "0" needs none. */
static bool read_value(const char *text, const struct unit *units, double max, double *out)
{
    char *rest;
    double v = strtod(text, &rest);
    if (rest == text || !isfinite(v) || v < 0)
        return false;
    for (; units->name; units++) {
        if (strcmp(rest, units->name) == 0) {
            *out = v * units->factor;
            return *out <= max;
        }
    }
    *out = v;
    return *rest == '\0' && v <= 0;
}

static bool read_time(const char *text, pl_time_us *out)
{
    double v;
    bool ok = read_value(text, times, 60e6, &v);
    if (ok)
        *out = (pl_time_us)v;
    return ok;
}

static bool read_share(const char *text, uint32_t *out)
{
    double v;
    bool ok = read_value(text, shares, PL_IMPAIR_PPM, &v);
    if (ok)
        *out = (uint32_t)(v + 0.5);
    return ok;
}

static bool read_rate(const char *text, uint64_t *out)
{
    double v;
    bool ok = read_value(text, rates, 1e10, &v);
    if (ok)
        *out = (uint64_t)v;
    return ok;
}

static bool read_count(const char *text, uint64_t max, uint64_t *out)
{
    char *rest;
    unsigned long long v;
    if (*text < '0' || *text > '9')
        return false;
    v = strtoull(text, &rest, 10);
    if (*rest != '\0' || v > max)
        return false;
    *out = v;
    return true;
}

static bool read_queue(const char *text, struct pl_impair_settings *s)
{
    s->queue_us = 0;
    s->queue_bytes = 0;
    return read_count(text, UINT32_MAX, &s->queue_bytes) || read_time(text, &s->queue_us);
}

static bool read_jitter(const char *text, struct pl_impair_settings *s)
{
    bool ok = read_time(text, &s->jitter_us);
    s->spell_us = s->jitter_us;
    return ok;
}

static bool read_burst(const char *text, struct pl_impair_settings *s)
{
    uint64_t n;
    bool ok = read_count(text, 10000, &n);
    if (ok)
        s->burst = (uint32_t)n;
    return ok;
}

static bool read_order(const char *text, struct pl_impair_settings *s)
{
    s->keep_order = strcmp(text, "keep") == 0;
    return s->keep_order || strcmp(text, "any") == 0;
}

static bool read_pair(const char *key, const char *value, struct pl_impair_settings *s)
{
    const struct {
        const char *key;
        uint32_t *share;
        pl_time_us *time;
    } plain[] = {
        {"loss", &s->loss_ppm, NULL},       {"duplicate", &s->duplicate_ppm, NULL},
        {"reorder", &s->reorder_ppm, NULL}, {"delay", NULL, &s->delay_us},
        {"spell", NULL, &s->spell_us},      {"late", NULL, &s->late_us},
    };
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
        if (strcmp(key, plain[i].key) == 0)
            return plain[i].share ? read_share(value, plain[i].share)
                                  : read_time(value, plain[i].time);
    }
    if (strcmp(key, "rate") == 0)
        return read_rate(value, &s->rate_bps);
    if (strcmp(key, "queue") == 0)
        return read_queue(value, s);
    if (strcmp(key, "jitter") == 0)
        return read_jitter(value, s);
    if (strcmp(key, "burst") == 0)
        return read_burst(value, s);
    return strcmp(key, "order") == 0 && read_order(value, s);
}

enum pl_err pl_impair_settings_read(struct pl_impair_settings *s, const char *text)
{
    struct pl_impair_settings next = *s;
    char copy[PL_IMPAIR_TEXT_MAX], *save = NULL;
    if (!pl_bytes_to_str(pl_bytes_str(text), copy, sizeof(copy)))
        return PL_E_RANGE;
    for (char *word = strtok_r(copy, SEPARATED, &save); word;
         word = strtok_r(NULL, SEPARATED, &save)) {
        char *value = strchr(word, '=');
        if (strcmp(word, "clear") == 0) {
            next = pl_impair_settings_none();
            continue;
        }
        if (!value)
            return PL_E_RANGE;
        *value++ = '\0';
        if (!read_pair(word, value, &next))
            return PL_E_RANGE;
    }
    *s = next;
    return PL_OK;
}

static bool read_at(char **save, pl_time_us *at)
{
    const char *text = strtok_r(NULL, BLANKS, save);
    char *rest;
    double v;
    if (!text)
        return false;
    v = strtod(text, &rest);
    *at = (pl_time_us)(v >= 0 && v <= 86400 ? v * 1e6 : 0);
    return rest != text && *rest == '\0' && v >= 0 && v <= 86400;
}

enum pl_err pl_impair_command_read(struct pl_impair_command *c, const char *line)
{
    struct pl_impair_settings trial = pl_impair_settings_none();
    char copy[PL_IMPAIR_TEXT_MAX], *save = NULL, *word;
    *c = (struct pl_impair_command){.verb = PL_IMPAIR_NOTHING};
    if (!pl_bytes_to_str(pl_bytes_str(line), copy, sizeof(copy)))
        return PL_E_RANGE;
    word = strtok_r(copy, BLANKS, &save);
    if (!word || word[0] == '#')
        return PL_OK;
    if (strcmp(word, "at") == 0) {
        if (!read_at(&save, &c->at))
            return PL_E_RANGE;
        word = strtok_r(NULL, BLANKS, &save);
    }
    if (!word)
        return PL_E_RANGE;
    if (strcmp(word, "counters") == 0) {
        c->verb = PL_IMPAIR_COUNTERS;
        return strtok_r(NULL, BLANKS, &save) ? PL_E_RANGE : PL_OK;
    }
    c->verb = PL_IMPAIR_SET;
    c->up = strcmp(word, "up") == 0 || strcmp(word, "both") == 0;
    c->down = strcmp(word, "down") == 0 || strcmp(word, "both") == 0;
    if (!c->up && !c->down)
        return PL_E_RANGE;
    snprintf(c->settings, sizeof(c->settings), "%s", save ? save : "");
    return c->settings[0] ? pl_impair_settings_read(&trial, c->settings) : PL_E_RANGE;
}

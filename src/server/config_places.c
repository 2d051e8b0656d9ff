/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_places.h"

#include <stdlib.h>
#include <string.h>

bool pl_config_is_place(const char *section)
{
    return strncmp(section, "area ", 5) == 0 || strncmp(section, "queue ", 6) == 0 ||
           strncmp(section, "agent ", 6) == 0;
}

/* What the sections of each kind are called, and how many there may be. */
static const struct {
    const char *noun;
    int max;
    size_t prefix; /* "queue " */
} kinds[] = {
    [PL_COUNTER_AREA_KIND] = {"an area", PL_CONFIG_AREAS_MAX, 5},
    [PL_COUNTER_QUEUE_KIND] = {"a queue", PL_CONFIG_QUEUES_MAX, 6},
    [PL_COUNTER_AGENT_KIND] = {"an agent", PL_CONFIG_AGENTS_MAX, 6},
};

static enum pl_counter_kind kind_of(const char *section)
{
    return section[0] == 'q'   ? PL_COUNTER_QUEUE_KIND
           : section[1] == 'r' ? PL_COUNTER_AREA_KIND
                               : PL_COUNTER_AGENT_KIND;
}

static bool id_of(const char *text, int32_t *out)
{
    char *end;
    long long n = strtoll(text, &end, 10);
    *out = (int32_t)n;
    return text[0] >= '0' && text[0] <= '9' && !*end && n >= 1 && n <= INT32_MAX;
}

/* NULL: there are too many. */
static struct pl_counter_setup *place_of(struct pl_config *c, bool is_queue, int32_t id)
{
    struct pl_config_place *places = is_queue ? c->counter.queues : c->counter.areas;
    uint32_t *count = is_queue ? &c->counter.queue_count : &c->counter.area_count;
    for (uint32_t i = 0; i < *count; i++) {
        if (places[i].id == id)
            return &places[i].setup;
    }
    if (*count == (is_queue ? PL_CONFIG_QUEUES_MAX : PL_CONFIG_AREAS_MAX))
        return NULL;
    places[*count].id = id;
    pl_counter_setup_init(&places[*count].setup);
    return &places[(*count)++].setup;
}

/* NULL: there are too many. */
static struct pl_config_agent *agent_of(struct pl_config *c, int32_t id)
{
    uint32_t *count = &c->counter.agent_count;
    for (uint32_t i = 0; i < *count; i++) {
        if (c->counter.agents_known[i].id == id)
            return &c->counter.agents_known[i];
    }
    if (*count == PL_CONFIG_AGENTS_MAX)
        return NULL;
    c->counter.agents_known[*count] =
        (struct pl_config_agent){.id = id, .profile = {.capacity = 1}};
    return &c->counter.agents_known[(*count)++];
}

/* PL_E_LIMIT: one more is too many; else as pl_counter_setup_set. */
static enum pl_err set_key(struct pl_config *c, enum pl_counter_kind kind, int32_t id,
                           const char *key, const char *value)
{
    struct pl_counter_setup one, *place;
    struct pl_config_agent *agent;
    enum pl_err err;
    if (kind != PL_COUNTER_AGENT_KIND) {
        place = place_of(c, kind == PL_COUNTER_QUEUE_KIND, id);
        return place ? pl_counter_setup_set(place, kind, key, value) : PL_E_LIMIT;
    }
    agent = agent_of(c, id);
    if (!agent)
        return PL_E_LIMIT;
    pl_counter_setup_init(&one);
    one.profile = agent->profile;
    err = pl_counter_setup_set(&one, kind, key, value);
    agent->profile = one.profile;
    return err;
}

static void list_keys(enum pl_counter_kind kind, char text[PL_CONFIG_PLACE_FAULT_MAX])
{
    struct pl_counter_key key;
    size_t n = 0;
    for (size_t i = 0; pl_counter_setup_key(kind, i, &key); i++)
        n += (size_t)snprintf(text + n, PL_CONFIG_PLACE_FAULT_MAX - n, "%s%s", n ? ", " : "",
                              key.name);
}

bool pl_config_set_place(struct pl_config *c, const char *section, const char *key,
                         const char *value, char fault[PL_CONFIG_PLACE_FAULT_MAX])
{
    enum pl_counter_kind kind = kind_of(section);
    char words[PL_CONFIG_PLACE_FAULT_MAX] = "";
    enum pl_err err;
    int32_t id;
    if (!id_of(section + kinds[kind].prefix, &id)) {
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                 "[%.40s]: the number of %s is a whole number from 1 to %d", section,
                 kinds[kind].noun, INT32_MAX);
        return false;
    }
    err = set_key(c, kind, id, key, value);
    if (err == PL_E_LIMIT) {
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s]: there may be at most %d", section,
                 kinds[kind].max);
    } else if (err == PL_E_NOT_FOUND) {
        list_keys(kind, words);
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s] %.40s: no such key; there are: %.300s",
                 section, key, words);
    } else if (err) {
        pl_counter_setup_allowed(kind, key, words);
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s] %s = '%.60s': must be %.110s", section,
                 key, value, words);
    }
    return !err;
}

/* ---- what belongs together ---- */

static const struct pl_config_place *queue_of(const struct pl_config *c, int32_t id)
{
    for (uint32_t i = 0; i < c->counter.queue_count; i++) {
        if (c->counter.queues[i].id == id)
            return &c->counter.queues[i];
    }
    return NULL;
}

static bool has_area(const struct pl_config *c, int32_t id)
{
    for (uint32_t i = 0; i < c->counter.area_count; i++) {
        if (c->counter.areas[i].id == id)
            return true;
    }
    return false;
}

const char *pl_config_check_places(const struct pl_config *c, char fault[PL_CONFIG_PLACE_FAULT_MAX])
{
    for (uint32_t i = 0; i < c->counter.queue_count; i++) {
        const struct pl_config_place *q = &c->counter.queues[i];
        const struct pl_config_place *over = queue_of(c, q->setup.rules.overflow);
        if (!has_area(c, q->setup.area)) {
            snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                     "[queue %d]: area must be the number of an [area ...] of this file", q->id);
            return fault;
        }
        if (q->setup.rules.overflow && (!over || over == q || over->setup.area != q->setup.area)) {
            snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                     "[queue %d]: overflow must be another queue of the same area", q->id);
            return fault;
        }
    }
    return NULL;
}

/* ---- docs ---- */

static void print_keys(FILE *out, enum pl_counter_kind kind)
{
    char words[PL_COUNTER_FAULT_MAX];
    struct pl_counter_key key;
    fputs("| Key | Default | Allowed | Meaning | 说明 |\n| --- | --- | --- | --- | --- |\n", out);
    for (size_t i = 0; pl_counter_setup_key(kind, i, &key); i++) {
        const char *quote = key.initial[0] == '-' ? "" : "`";
        pl_counter_setup_allowed(kind, key.name, words);
        fprintf(out, "| `%s` | %s%s%s | %s | %s | %s |\n", key.name, quote, key.initial, quote,
                words, key.doc_en, key.doc_zh);
    }
}

void pl_config_print_places(FILE *out)
{
    fprintf(out,
            "\n## [area ID]\n\nOne section for each service area (branch office) of the service "
            "counters; ID is its number. At most %d; a business server may make more, and "
            "operators ([admin.md](admin.md)).\n\n",
            PL_CONFIG_AREAS_MAX);
    print_keys(out, PL_COUNTER_AREA_KIND);
    fprintf(out,
            "\n## [queue ID]\n\nOne section for each queue. At most %d. What each rule means: "
            "[routing.md](routing.md).\n\n",
            PL_CONFIG_QUEUES_MAX);
    print_keys(out, PL_COUNTER_QUEUE_KIND);
    fprintf(
        out,
        "\n## [agent ID]\n\nWhat somebody can do as an agent, whether he is there or not; ID is "
        "his user id: that of a business server or a signed login, or the one that the store "
        "keeps for a name. At most %d; operators may say it anew ([admin.md](admin.md)).\n\n",
        PL_CONFIG_AGENTS_MAX);
    print_keys(out, PL_COUNTER_AGENT_KIND);
}

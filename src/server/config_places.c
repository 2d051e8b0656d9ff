/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_places.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum place_type { TEXT, NUMBER, CHOICE };
enum { CHOICES = 6 };

struct place_key {
    const char *key;
    bool of_queues; /* alone */
    enum place_type type;
    size_t offset; /* in struct pl_config_area, or of queues */
    size_t size;   /* of a text */
    int64_t min, max;
    const char *choices[CHOICES];
    const char *initial;
    const char *doc_en;
    const char *doc_zh;
};

#define IN_AREA(member)  offsetof(struct pl_config_area, member)
#define IN_QUEUE(member) offsetof(struct pl_config_queue, member)

/* clang-format off */
static const struct place_key keys[] = {
    {"name", false, TEXT, IN_AREA(name), PL_CONFIG_TEXT_MAX, 0, 0, {NULL}, "-",
     "What pages show.", "网页显示的名称。"},
    {"description", false, TEXT, IN_AREA(description), PL_CONFIG_PATH_MAX, 0, 0, {NULL}, "-",
     "What pages show as well.", "网页显示的描述。"},
    {"area", true, NUMBER, IN_QUEUE(area), 0, 1, INT32_MAX, {NULL}, "-",
     "The area that the queue belongs to; needed.", "队列所属的服务区域，必填。"},
    {"attribute", true, NUMBER, IN_QUEUE(attribute), 0, INT32_MIN, INT32_MAX, {NULL}, "0",
     "Bits of the business: an agent whose attribute shares one serves it. 0: every agent.", "业务属性位：坐席属性与之有相同位者为其服务；0 表示所有坐席。"},
    {"priority", true, NUMBER, IN_QUEUE(priority), 0, INT32_MIN, INT32_MAX, {NULL}, "0",
     "Larger ones are served first.", "数值大者优先服务。"},
    {"tag", true, NUMBER, IN_QUEUE(tag), 0, INT32_MIN, INT32_MAX, {NULL}, "0",
     "The application's own number.", "应用自定义的整数。"},
    {"strategy", true, CHOICE, IN_QUEUE(strategy), 0, 0, 0,
     {"longest-idle", "fewest-served", "least-busy", "round-robin", "top-down", "random"}, "longest-idle",
     "Which of several idle automatic agents gets the next client.", "多名自动坐席空闲时的分配策略。"},
    {"sticky", true, CHOICE, IN_QUEUE(sticky), 0, 0, 0, {"no", "yes"}, "no",
     "An idle agent who served the client last comes first.", "优先分配上次服务该客户的空闲坐席。"},
    {"max_length", true, NUMBER, IN_QUEUE(max_length), 0, 0, 100000, {NULL}, "0",
     "So many may wait; more go to `overflow`, or hear 23. 0: not limited.", "队列长度上限，超出者进入 `overflow` 队列或以 23 拒绝；0 表示不限。"},
    {"overflow", true, NUMBER, IN_QUEUE(overflow), 0, 0, INT32_MAX, {NULL}, "0",
     "A queue of the same area for those. 0: none.", "同一服务区域内的溢出队列；0 表示无。"},
    {"overflow_seconds", true, NUMBER, IN_QUEUE(overflow_seconds), 0, 0, 86400, {NULL}, "0",
     "Who has waited so long goes there as well. 0: never.", "等待超过此秒数者转入溢出队列；0 表示从不。"},
    {"answer_seconds", true, NUMBER, IN_QUEUE(answer_seconds), 0, 0, 3600, {NULL}, "0",
     "When no call has begun so long after a match, the client is back at his place and another agent is asked. 0: never, as in the documented interface.", "匹配后超过此秒数仍未开始通话，客户回到原位并改派其他坐席；0 表示从不（与接口约定一致）。"},
    {"misses", true, NUMBER, IN_QUEUE(misses), 0, 0, 100, {NULL}, "0",
     "So many of those in a row pause the agent. 0: never.", "连续错过此次数的坐席自动暂停；0 表示从不。"},
    {"wrap_up_seconds", true, NUMBER, IN_QUEUE(wrap_up_seconds), 0, 0, 3600, {NULL}, "0",
     "Pause of an agent after each service.", "每次服务后坐席的整理时间（秒）。"},
};
/* clang-format on */

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

_Static_assert(IN_AREA(name) == IN_QUEUE(name) && IN_AREA(description) == IN_QUEUE(description),
               "what both have lies at the same place");

bool pl_config_is_place(const char *section)
{
    return strncmp(section, "area ", 5) == 0 || strncmp(section, "queue ", 6) == 0;
}

static bool whole_number(const char *text, int64_t min, int64_t max, int64_t *out)
{
    char *end;
    *out = strtoll(text, &end, 10);
    return text[0] && strchr("-0123456789", text[0]) && !*end && *out >= min && *out <= max;
}

/* NULL: there are too many. */
static void *place_of(struct pl_config *c, bool is_queue, int32_t id)
{
    struct pl_config_area *area;
    struct pl_config_queue *queue;
    for (uint32_t i = 0; !is_queue && i < c->counter.area_count; i++) {
        if (c->counter.areas[i].id == id)
            return &c->counter.areas[i];
    }
    for (uint32_t i = 0; is_queue && i < c->counter.queue_count; i++) {
        if (c->counter.queues[i].id == id)
            return &c->counter.queues[i];
    }
    if (is_queue) {
        if (c->counter.queue_count == PL_CONFIG_QUEUES_MAX)
            return NULL;
        queue = &c->counter.queues[c->counter.queue_count++];
        *queue = (struct pl_config_queue){.id = id};
        return queue;
    }
    if (c->counter.area_count == PL_CONFIG_AREAS_MAX)
        return NULL;
    area = &c->counter.areas[c->counter.area_count++];
    *area = (struct pl_config_area){.id = id};
    return area;
}

static const struct place_key *key_of(const char *key, bool is_queue)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (strcmp(keys[i].key, key) == 0 && (is_queue || !keys[i].of_queues))
            return &keys[i];
    }
    return NULL;
}

static void list_keys(bool is_queue, char text[PL_CONFIG_PLACE_FAULT_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < KEYS; i++) {
        if (is_queue || !keys[i].of_queues)
            n += (size_t)snprintf(text + n, PL_CONFIG_PLACE_FAULT_MAX - n, "%s%s", n ? ", " : "",
                                  keys[i].key);
    }
}

static void allowed(const struct place_key *k, char text[PL_CONFIG_PLACE_FAULT_MAX])
{
    size_t n = 0;
    if (k->type == TEXT)
        snprintf(text, PL_CONFIG_PLACE_FAULT_MAX, "at most %zu bytes", k->size - 1);
    else if (k->type == NUMBER)
        snprintf(text, PL_CONFIG_PLACE_FAULT_MAX, "a whole number from %lld to %lld",
                 (long long)k->min, (long long)k->max);
    for (size_t i = 0; k->type == CHOICE && i < CHOICES && k->choices[i]; i++)
        n += (size_t)snprintf(text + n, PL_CONFIG_PLACE_FAULT_MAX - n, "%s%s", i ? ", " : "",
                              k->choices[i]);
}

static bool set_value(const struct place_key *k, void *place, const char *value)
{
    void *at = (char *)place + k->offset;
    int64_t number;
    if (k->type == TEXT)
        return pl_bytes_to_str(pl_bytes_str(value), at, k->size);
    if (k->type == NUMBER) {
        if (!whole_number(value, k->min, k->max, &number))
            return false;
        *(int32_t *)at = (int32_t)number;
        return true;
    }
    for (size_t i = 0; i < CHOICES && k->choices[i]; i++) {
        if (strcmp(k->choices[i], value) == 0) {
            *(int32_t *)at = (int32_t)i;
            return true;
        }
    }
    return false;
}

bool pl_config_set_place(struct pl_config *c, const char *section, const char *key,
                         const char *value, char fault[PL_CONFIG_PLACE_FAULT_MAX])
{
    bool is_queue = section[0] == 'q';
    const struct place_key *k = key_of(key, is_queue);
    char words[PL_CONFIG_PLACE_FAULT_MAX] = "";
    int64_t id;
    void *place;
    if (!whole_number(section + (is_queue ? 6 : 5), 1, INT32_MAX, &id)) {
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                 "[%.40s]: the number of %s is a whole number from 1 to %d", section,
                 is_queue ? "a queue" : "an area", INT32_MAX);
        return false;
    }
    if (!k) {
        list_keys(is_queue, words);
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s] %.40s: no such key; there are: %.150s",
                 section, key, words);
        return false;
    }
    place = place_of(c, is_queue, (int32_t)id);
    if (!place) {
        snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s]: there may be at most %d", section,
                 is_queue ? PL_CONFIG_QUEUES_MAX : PL_CONFIG_AREAS_MAX);
        return false;
    }
    if (set_value(k, place, value))
        return true;
    allowed(k, words);
    snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX, "[%.40s] %s = '%.60s': must be %.110s", section, key,
             value, words);
    return false;
}

/* ---- what belongs together ---- */

static const struct pl_config_queue *queue_of(const struct pl_config *c, int32_t id)
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
        const struct pl_config_queue *q = &c->counter.queues[i];
        const struct pl_config_queue *over = queue_of(c, q->overflow);
        if (!has_area(c, q->area)) {
            snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                     "[queue %d]: area must be the number of an [area ...] of this file", q->id);
            return fault;
        }
        if (q->overflow && (!over || over == q || over->area != q->area)) {
            snprintf(fault, PL_CONFIG_PLACE_FAULT_MAX,
                     "[queue %d]: overflow must be another queue of the same area", q->id);
            return fault;
        }
    }
    return NULL;
}

/* ---- docs ---- */

static void print_keys(FILE *out, bool of_queues)
{
    char words[PL_CONFIG_PLACE_FAULT_MAX];
    fputs("| Key | Default | Allowed | Meaning | 说明 |\n| --- | --- | --- | --- | --- |\n", out);
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].of_queues && !of_queues)
            continue;
        allowed(&keys[i], words);
        fprintf(out, "| `%s` | %s%s%s | %s | %s | %s |\n", keys[i].key,
                keys[i].initial[0] == '-' ? "" : "`", keys[i].initial,
                keys[i].initial[0] == '-' ? "" : "`", words, keys[i].doc_en, keys[i].doc_zh);
    }
}

void pl_config_print_places(FILE *out)
{
    fprintf(out,
            "\n## [area ID]\n\nOne section for each service area (branch office) of the service "
            "counters; ID is its number. At most %d; a business server may make more.\n\n",
            PL_CONFIG_AREAS_MAX);
    print_keys(out, false);
    fprintf(out, "\n## [queue ID]\n\nOne section for each queue. At most %d.\n\n",
            PL_CONFIG_QUEUES_MAX);
    print_keys(out, true);
}

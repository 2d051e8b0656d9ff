/* SPDX-License-Identifier: Apache-2.0 */
#include "core/counter/setup.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum type { TEXT, NUMBER, COUNT, SECONDS, CHOICE, FLAG, SKILLS, QUEUES, HOURS };
enum { CHOICES = 7, AREA = 1 << PL_COUNTER_AREA_KIND, QUEUE = 1 << PL_COUNTER_QUEUE_KIND };
enum { AGENT = 1 << PL_COUNTER_AGENT_KIND };

struct key {
    const char *name;
    unsigned kinds;
    enum type type;
    size_t offset;
    size_t size; /* of a text */
    int64_t min, max;
    const char *choices[CHOICES];
    const char *initial;
    const char *doc_en;
    const char *doc_zh;
};

#define IN(member)   offsetof(struct pl_counter_setup, member)
#define RULE(member) offsetof(struct pl_counter_setup, rules.member)
/* clang-format off */
#define ANY_NUMBER    INT32_MIN, INT32_MAX
#define NO_YES        0, 1, {"no", "yes"}
/* clang-format on */
#define SKILLS_WORDS "ID:LEVEL ID:LEVEL ..., at most 16; a level is 0 or more"
#define QUEUES_WORDS "numbers of queues: 101 102 ..., at most 16"
#define HOURS_WORDS  "as mon-fri 09:00-17:30; sat 10:00-13:00; 2026-12-25; 01-01"

/* clang-format off */
static const struct key keys[] = {
    {"name", AREA | QUEUE, TEXT, IN(name), PL_COUNTER_NAME_MAX, 0, 0, {NULL}, "-",
     "What pages show.", "网页显示的名称。"},
    {"description", AREA | QUEUE, TEXT, IN(description), PL_COUNTER_DESCRIPTION_MAX, 0, 0, {NULL}, "-",
     "What pages show as well.", "网页显示的描述。"},
    {"area", QUEUE, NUMBER, IN(area), 0, 1, INT32_MAX, {NULL}, "-",
     "The area that the queue belongs to; needed.", "队列所属的服务区域，必填。"},
    {"attribute", QUEUE, NUMBER, IN(attribute), 0, ANY_NUMBER, {NULL}, "0",
     "Bits of the business: an agent whose attribute shares one serves it. 0: every agent.", "业务属性位：坐席属性与之有相同位者为其服务；0 表示所有坐席。"},
    {"priority", QUEUE, NUMBER, IN(priority), 0, ANY_NUMBER, {NULL}, "0",
     "Larger ones are served first: a VIP queue is one with a larger number.", "数值大者优先服务：VIP 队列即数值较大的队列。"},
    {"tag", QUEUE, NUMBER, IN(tag), 0, ANY_NUMBER, {NULL}, "0",
     "The application's own number.", "应用自定义的整数。"},
    {"strategy", QUEUE, CHOICE, RULE(strategy), 0, 0, PL_COUNTER_STRATEGIES - 1,
     {"longest-idle", "fewest-served", "least-busy", "round-robin", "top-down", "random", "ring-all"}, "longest-idle",
     "Which of several idle automatic agents gets the next client.", "多名自动坐席空闲时的分配策略。"},
    {"sticky", QUEUE, FLAG, RULE(sticky), 0, NO_YES, "no",
     "An idle agent who served the client last comes first.", "优先分配上次服务该客户的空闲坐席。"},
    {"skills", QUEUE, SKILLS, RULE(skills), 0, 0, 0, {NULL}, "-",
     "Skills that an agent needs, each with its lowest level.", "坐席所需的技能及其最低等级。"},
    {"skills_match", QUEUE, FLAG, RULE(any_skill), 0, 0, 1, {"all", "any"}, "all",
     "Whether he needs all of them or one.", "须具备全部技能，或其中之一。"},
    {"max_length", QUEUE, COUNT, RULE(max_length), 0, 0, 100000, {NULL}, "0",
     "So many may wait; more go to `overflow`, or hear 23. 0: not limited.", "队列长度上限，超出者进入 `overflow` 队列或以 23 拒绝；0 表示不限。"},
    {"overflow", QUEUE, NUMBER, RULE(overflow), 0, 0, INT32_MAX, {NULL}, "0",
     "A queue of the same area for those. 0: none.", "同一服务区域内的溢出队列；0 表示无。"},
    {"overflow_seconds", QUEUE, SECONDS, RULE(overflow_us), 0, 0, 86400, {NULL}, "0",
     "Who has waited so long goes there as well. 0: never.", "等待超过此秒数者转入溢出队列；0 表示从不。"},
    {"overflow_unstaffed", QUEUE, FLAG, RULE(overflow_unstaffed), 0, NO_YES, "no",
     "So does everybody while no agent who serves the queue is on duty (waiting, working or paused), but one of the overflow is.", "无坐席当班（等待、服务中或暂停）而溢出队列有坐席当班时，客户一律转入溢出队列。"},
    {"answer_seconds", QUEUE, SECONDS, RULE(answer_us), 0, 0, 3600, {NULL}, "0",
     "When no call has begun so long after a match, the client is back at his place and another agent is asked. 0: never, as in the documented interface.", "匹配后超过此秒数仍未开始通话，客户回到原位并改派其他坐席；0 表示从不（与接口约定一致）。"},
    {"misses", QUEUE, COUNT, RULE(misses), 0, 0, 100, {NULL}, "0",
     "So many of those in a row pause the agent. 0: never.", "连续错过此次数的坐席自动暂停；0 表示从不。"},
    {"wrap_up_seconds", QUEUE, SECONDS, RULE(wrap_up_us), 0, 0, 3600, {NULL}, "0",
     "Pause of an agent after each service.", "每次服务后坐席的整理时间（秒）。"},
    {"text", QUEUE, FLAG, RULE(text), 0, NO_YES, "no",
     "Its contacts are of text: an agent may have several at once (his `capacity`).", "文字服务队列：坐席可同时服务多名客户（见坐席的 `capacity`）。"},
    {"call_backs", QUEUE, COUNT, RULE(call_backs), 0, 0, 10000, {NULL}, "0",
     "So many may leave and keep their place, to be called back. 0: none.", "可离开并保留位置、等待回呼的客户数；0 表示不允许。"},
    {"hours", QUEUE, HOURS, RULE(hours), 0, 0, 0, {NULL}, "-",
     "Opening hours and holidays, by the server's local time; who comes at other times goes to `overflow`, or hears 58. Empty: always open.", "开放时间与节假日（服务器本地时间）；其他时间的来客进入 `overflow` 队列或以 58 拒绝；留空表示始终开放。"},
    {"closing", QUEUE, FLAG, RULE(send_away), 0, 0, 1, {"serve", "send-away"}, "serve",
     "Who still waits at closing time: is served, or goes (to `overflow`, or out with 58).", "到关闭时间仍在等待者：继续服务，或离开（转入 `overflow`，否则以 58 离队）。"},
    {"skills", AGENT, SKILLS, IN(profile.skills), 0, 0, 0, {NULL}, "-",
     "What he is able to do, each with its level.", "坐席具备的技能及其等级。"},
    {"capacity", AGENT, COUNT, IN(profile.capacity), 0, 1, PL_COUNTER_CAPACITY_MAX, {NULL}, "1",
     "Text contacts that he may have at once.", "可同时服务的文字客户数。"},
    {"queues", AGENT, QUEUES, IN(profile.queues), 0, 0, 0, {NULL}, "-",
     "The queues that he serves, of those that his attribute and skills allow. Empty: all of those.", "坐席服务的队列（须为其属性与技能允许者）；留空表示全部允许的队列。"},
};
/* clang-format on */

enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

_Static_assert((int)PL_COUNTER_HOURS_TEXT <= (int)PL_COUNTER_VALUE_MAX,
               "hours are the longest value");

void pl_counter_setup_init(struct pl_counter_setup *setup)
{
    memset(setup, 0, sizeof(*setup));
    setup->profile.capacity = 1;
}

/* ---- keys ---- */

static const struct key *key_of(enum pl_counter_kind kind, const char *name)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (keys[i].kinds & 1u << kind && strcmp(keys[i].name, name) == 0)
            return &keys[i];
    }
    return NULL;
}

bool pl_counter_setup_key(enum pl_counter_kind kind, size_t index, struct pl_counter_key *out)
{
    for (size_t i = 0; i < KEYS; i++) {
        if (!(keys[i].kinds & 1u << kind) || index-- > 0)
            continue;
        *out =
            (struct pl_counter_key){keys[i].name, keys[i].initial, keys[i].doc_en, keys[i].doc_zh};
        return true;
    }
    return false;
}

void pl_counter_setup_allowed(enum pl_counter_kind kind, const char *key,
                              char words[PL_COUNTER_FAULT_MAX])
{
    const struct key *k = key_of(kind, key);
    size_t n = 0;
    words[0] = '\0';
    if (!k)
        return;
    if (k->type == TEXT)
        snprintf(words, PL_COUNTER_FAULT_MAX, "at most %zu bytes", k->size - 1);
    else if (k->type == SKILLS || k->type == QUEUES || k->type == HOURS)
        snprintf(words, PL_COUNTER_FAULT_MAX, "%s",
                 k->type == SKILLS   ? SKILLS_WORDS
                 : k->type == QUEUES ? QUEUES_WORDS
                                     : HOURS_WORDS);
    else if (!k->choices[0])
        snprintf(words, PL_COUNTER_FAULT_MAX, "a whole number from %lld to %lld", (long long)k->min,
                 (long long)k->max);
    for (size_t i = 0; i < CHOICES && k->choices[i]; i++)
        n += (size_t)snprintf(words + n, PL_COUNTER_FAULT_MAX - n, "%s%s", i ? ", " : "",
                              k->choices[i]);
}

bool pl_counter_setup_is_number(enum pl_counter_kind kind, const char *key)
{
    const struct key *k = key_of(kind, key);
    return k && (k->type == NUMBER || k->type == COUNT || k->type == SECONDS);
}

/* ---- values ---- */

static bool whole_number(const char *text, int64_t min, int64_t max, int64_t *out)
{
    char *end;
    *out = strtoll(text, &end, 10);
    return text[0] && strchr("-0123456789", text[0]) && !*end && *out >= min && *out <= max;
}

/* "3:2 5:1" */
static bool read_skills(const char *text, struct pl_counter_skills *out)
{
    struct pl_counter_skills s = {.count = 0};
    while (*text) {
        long long id, level;
        char *end;
        if (*text == ' ') {
            text++;
            continue;
        }
        id = strtoll(text, &end, 10);
        if (end == text || *end != ':' || id < INT32_MIN || id > INT32_MAX)
            return false;
        text = end + 1;
        level = strtoll(text, &end, 10);
        if (end == text || !strchr("0123456789", *text) || (*end && *end != ' ') || level < 0 ||
            level > INT32_MAX || s.count == PL_COUNTER_SKILLS_MAX)
            return false;
        for (uint32_t i = 0; i < s.count; i++) {
            if (s.list[i].id == id)
                return false;
        }
        s.list[s.count++] = (struct pl_counter_skill){(int32_t)id, (uint32_t)level};
        text = end;
    }
    *out = s;
    return true;
}

/* "101 102" */
static bool read_queues(const char *text, struct pl_counter_queues *out)
{
    struct pl_counter_queues q = {.count = 0};
    while (*text) {
        char *end;
        long long id = strtoll(text, &end, 10);
        if (*text == ' ') {
            text++;
            continue;
        }
        if (!strchr("0123456789", *text) || (*end && *end != ' ') || id < 1 || id > INT32_MAX ||
            q.count == PL_COUNTER_QUEUES_MAX)
            return false;
        for (uint32_t i = 0; i < q.count; i++) {
            if (q.list[i] == id)
                return false;
        }
        q.list[q.count++] = (int32_t)id;
        text = end;
    }
    *out = q;
    return true;
}

static void set_number(const struct key *k, void *at, int64_t n)
{
    if (k->type == FLAG)
        *(bool *)at = n != 0;
    else if (k->type == SECONDS)
        *(pl_time_us *)at = PL_SEC((pl_time_us)n);
    else if (k->type == COUNT)
        *(uint32_t *)at = (uint32_t)n;
    else if (k->type == CHOICE)
        *(enum pl_counter_strategy *)at = (enum pl_counter_strategy)n;
    else
        *(int32_t *)at = (int32_t)n;
}

static int64_t number_at(const struct key *k, const void *at)
{
    if (k->type == FLAG)
        return *(const bool *)at;
    if (k->type == SECONDS)
        return (int64_t)(*(const pl_time_us *)at / PL_SEC(1));
    if (k->type == COUNT)
        return *(const uint32_t *)at;
    return k->type == CHOICE ? (int64_t) * (const enum pl_counter_strategy *)at
                             : *(const int32_t *)at;
}

enum pl_err pl_counter_setup_set(struct pl_counter_setup *setup, enum pl_counter_kind kind,
                                 const char *key, const char *value)
{
    const struct key *k = key_of(kind, key);
    void *at = k ? (char *)setup + k->offset : NULL;
    int64_t n = -1;
    if (!k)
        return PL_E_NOT_FOUND;
    if (k->type == TEXT)
        return pl_bytes_to_str(pl_bytes_str(value), at, k->size) ? PL_OK : PL_E_RANGE;
    if (k->type == SKILLS)
        return read_skills(value, at) ? PL_OK : PL_E_RANGE;
    if (k->type == QUEUES)
        return read_queues(value, at) ? PL_OK : PL_E_RANGE;
    if (k->type == HOURS)
        return pl_counter_hours_read(pl_bytes_str(value), at) ? PL_E_RANGE : PL_OK;
    for (size_t i = 0; i < CHOICES && k->choices[i]; i++) {
        if (strcmp(k->choices[i], value) == 0)
            n = (int64_t)i;
    }
    if (k->choices[0] ? n < 0 : !whole_number(value, k->min, k->max, &n))
        return PL_E_RANGE;
    set_number(k, at, n);
    return PL_OK;
}

static void write_skills(const struct pl_counter_skills *s, char value[PL_COUNTER_VALUE_MAX])
{
    size_t n = 0;
    value[0] = '\0';
    for (uint32_t i = 0; i < s->count; i++)
        n += (size_t)snprintf(value + n, PL_COUNTER_VALUE_MAX - n, "%s%d:%u", i ? " " : "",
                              s->list[i].id, s->list[i].level);
}

static void write_queues(const struct pl_counter_queues *q, char value[PL_COUNTER_VALUE_MAX])
{
    size_t n = 0;
    value[0] = '\0';
    for (uint32_t i = 0; i < q->count; i++)
        n +=
            (size_t)snprintf(value + n, PL_COUNTER_VALUE_MAX - n, "%s%d", i ? " " : "", q->list[i]);
}

enum pl_err pl_counter_setup_get(const struct pl_counter_setup *setup, enum pl_counter_kind kind,
                                 const char *key, char value[PL_COUNTER_VALUE_MAX])
{
    const struct key *k = key_of(kind, key);
    const void *at = k ? (const char *)setup + k->offset : NULL;
    if (!k)
        return PL_E_NOT_FOUND;
    if (k->type == TEXT)
        snprintf(value, PL_COUNTER_VALUE_MAX, "%s", (const char *)at);
    else if (k->type == SKILLS)
        write_skills(at, value);
    else if (k->type == QUEUES)
        write_queues(at, value);
    else if (k->type == HOURS)
        return pl_counter_hours_write(at, value, PL_COUNTER_VALUE_MAX);
    else if (k->choices[0])
        snprintf(value, PL_COUNTER_VALUE_MAX, "%s", k->choices[number_at(k, at)]);
    else
        snprintf(value, PL_COUNTER_VALUE_MAX, "%lld", (long long)number_at(k, at));
    return PL_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of who waits (510, 511, 512; event 507), for agents and managers who want them. */
#include "core/object.h"

#include "core/session.h"
#include "proto/wire/constants_gen.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    LIST_BYTES = 1024, /* of a text of an object, as in schema/messages.json */
    ENTRY_BYTES = PL_OBJECT_ENTRY_BYTES,
};

/* A JSON array that is never longer than a text may be: whoever does not fit is left out. */
struct list {
    char text[LIST_BYTES];
    size_t used;
};

static void begin(struct list *l)
{
    l->text[0] = '[';
    l->used = 1;
}

/* False: it does not fit any more. */
static bool add(struct list *l, const char *entry, int n)
{
    bool first = l->used == 1;
    if (n < 0 || l->used + (size_t)n + (first ? 0 : 1) + 1 > LIST_BYTES)
        return false;
    if (!first)
        l->text[l->used++] = ',';
    memcpy(l->text + l->used, entry, (size_t)n);
    l->used += (size_t)n;
    return true;
}

static struct pl_bytes end(struct list *l)
{
    l->text[l->used++] = ']';
    return pl_bytes_of((const uint8_t *)l->text, l->used);
}

/* As it has to be between the quotes of JSON; gives its length. */
static int escape(struct pl_bytes name, char *out)
{
    int n = 0;
    for (size_t i = 0; i < name.len; i++) {
        uint8_t c = name.data[i];
        if (c < 0x20 || c == '"' || c == '\\')
            n += snprintf(out + n, 7, "\\u%04x", c);
        else
            out[n++] = (char)c;
    }
    return n;
}

int pl_object_info_of(const struct pl_core *core, int32_t client, int32_t waited,
                      char entry[ENTRY_BYTES])
{
    const struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)client);
    const struct pl_counter_person *p = pl_counter_person_of(core->counter, client);
    char name[6 * PL_LIMIT_NAME_BYTES + 1];
    int n = s ? escape(pl_session_nick(s), name) : 0;
    return snprintf(entry, ENTRY_BYTES,
                    "{\"userid\":%" PRId32 ",\"username\":\"%.*s\",\"waitingtime\":%" PRId32
                    ",\"priority\":%" PRId32 "}",
                    client, n, name, waited, p ? p->label.priority : 0);
}

struct lists {
    struct list ids, waits, infos;
    struct pl_bytes text[3];
};

/* Who is next comes first; all three end with the same one. */
static void make(const struct pl_core *core, const struct pl_counter_queue *q, struct lists *out)
{
    begin(&out->ids);
    begin(&out->waits);
    begin(&out->infos);
    for (const struct pl_rank_node *node = pl_rank_first(&q->tickets); node;
         node = pl_rank_next(node)) {
        const struct pl_counter_person *p = pl_container_of((struct pl_rank_node *)(uintptr_t)node,
                                                            struct pl_counter_person, ticket);
        pl_time_us us = (core->now - p->since) / PL_SEC(1);
        int32_t waited = us > INT32_MAX ? INT32_MAX : (int32_t)us;
        char entry[ENTRY_BYTES], number[16];
        if (!add(&out->infos, entry, pl_object_info_of(core, p->user, waited, entry)))
            break;
        (void)add(&out->ids, number, snprintf(number, sizeof(number), "%" PRId32, p->user));
        (void)add(&out->waits, number, snprintf(number, sizeof(number), "%" PRId32, waited));
    }
    out->text[0] = end(&out->ids);
    out->text[1] = end(&out->waits);
    out->text[2] = end(&out->infos);
}

static bool wants(const struct pl_counter_person *p)
{
    return p->label.flags & PL_ANYCHAT_OBJECT_FLAGS_QUEUEUSERLIST &&
           (p->agent || p->label.flags & PL_COUNTER_MANAGER);
}

static void put(struct pl_parcel *p, const struct pl_counter_queue *q, const struct lists *lists)
{
    for (int i = 0; i < 3; i++)
        pl_parcel_text(p, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q->id, PL_ANYCHAT_QUEUE_INFO_USERIDLIST + i,
                       lists->text[i]);
    pl_parcel_event(p, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q->id, PL_ANYCHAT_QUEUE_EVENT_USERINFOLISTCHG);
}

void pl_object_list(struct pl_core *core, const struct pl_counter_queue *q)
{
    const struct pl_counter_person *person = NULL;
    struct lists lists;
    struct pl_parcel p;
    bool made = false;
    while ((person = pl_counter_next_staff(q->area, person))) {
        struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)person->user);
        if (!wants(person) || !s || !s->link || person->user == core->object_leaver)
            continue; /* who comes back is told of all of them */
        if (!made) {
            make(core, q, &lists);
            pl_parcel_init(&p, core, NULL);
            put(&p, q, &lists);
            made = true;
        }
        pl_parcel_send_to(&p, s);
    }
}

void pl_object_list_all(struct pl_core *core, struct pl_session *s,
                        const struct pl_counter_person *person)
{
    struct lists lists;
    struct pl_parcel p;
    if (!wants(person))
        return;
    for (const struct pl_counter_queue *q = pl_counter_next_queue(person->area, NULL); q;
         q = pl_counter_next_queue(person->area, q)) {
        make(core, q, &lists);
        pl_parcel_init(&p, core, s);
        put(&p, q, &lists);
        pl_parcel_send(&p);
    }
}

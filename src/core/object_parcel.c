/* SPDX-License-Identifier: Apache-2.0 */
/* Values and events into messages; and the same values for who asks for one. */
#include "core/object.h"

#include "core/emit.h"
#include "core/session.h"
#include "proto/wire/constants_gen.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void pl_parcel_init(struct pl_parcel *p, struct pl_core *core, struct pl_session *to)
{
    p->core = core;
    p->to = to;
    p->gone_count = p->value_count = p->event_count = 0;
}

/* ---- sending ---- */

void pl_parcel_send_to(struct pl_parcel *p, struct pl_session *s)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_OBJECTS};
    msg.u.objects.gone = p->gone;
    msg.u.objects.gone_count = p->gone_count;
    msg.u.objects.values = p->values;
    msg.u.objects.values_count = p->value_count;
    msg.u.objects.events = p->events;
    msg.u.objects.events_count = p->event_count;
    if (p->gone_count + p->value_count + p->event_count > 0)
        pl_session_send(p->core, s, &msg);
}

void pl_parcel_send(struct pl_parcel *p)
{
    pl_parcel_send_to(p, p->to);
    pl_parcel_init(p, p->core, p->to);
}

static bool full(const struct pl_parcel *p)
{
    return p->gone_count == PL_PARCEL_EVENTS || p->value_count == PL_PARCEL_VALUES ||
           p->event_count == PL_PARCEL_EVENTS;
}

static void make_room(struct pl_parcel *p)
{
    if (full(p) && p->to)
        pl_parcel_send(p);
}

void pl_parcel_gone(struct pl_parcel *p, int32_t type, int32_t id)
{
    make_room(p);
    p->gone[p->gone_count++] = (struct pl_wire_object_ref){.type = type, .id = id};
}

void pl_parcel_event_with(struct pl_parcel *p, int32_t type, int32_t id, int32_t event, int32_t p1,
                          int32_t p2, int32_t p3, int32_t p4)
{
    make_room(p);
    p->events[p->event_count++] = (struct pl_wire_object_event){.type = type,
                                                                .id = id,
                                                                .event = event,
                                                                .has_p1 = p1 != 0,
                                                                .p1 = p1,
                                                                .has_p2 = p2 != 0,
                                                                .p2 = p2,
                                                                .has_p3 = p3 != 0,
                                                                .p3 = p3,
                                                                .has_p4 = p4 != 0,
                                                                .p4 = p4};
}

void pl_parcel_event(struct pl_parcel *p, int32_t type, int32_t id, int32_t event)
{
    pl_parcel_event_with(p, type, id, event, 0, 0, 0, 0);
}

/* ---- values ---- */

static void number(struct pl_parcel *p, int32_t type, int32_t id, int32_t info, int32_t value)
{
    make_room(p);
    p->values[p->value_count++] = (struct pl_wire_object_value){
        .type = type, .id = id, .info = info, .has_number = true, .number = value};
}

void pl_parcel_text(struct pl_parcel *p, int32_t type, int32_t id, int32_t info,
                    struct pl_bytes value)
{
    make_room(p);
    p->values[p->value_count++] = (struct pl_wire_object_value){
        .type = type, .id = id, .info = info, .has_text = true, .text = value};
}

/* Counts may be larger than what the interface has for them. */
static int32_t clamp(uint64_t n)
{
    return n > INT32_MAX ? INT32_MAX : (int32_t)n;
}

static int32_t seconds(pl_time_us us)
{
    return clamp(us / PL_SEC(1));
}

static void label(struct pl_parcel *p, int32_t type, int32_t id, const struct pl_counter_label *of,
                  bool all)
{
    const struct {
        int32_t info;
        int32_t value;
    } numbers[] = {
        {PL_ANYCHAT_OBJECT_INFO_FLAGS, of->flags},
        {PL_ANYCHAT_OBJECT_INFO_PRIORITY, of->priority},
        {PL_ANYCHAT_OBJECT_INFO_ATTRIBUTE, of->attribute},
        {PL_ANYCHAT_OBJECT_INFO_INTTAG, of->tag},
    };
    pl_parcel_text(p, type, id, PL_ANYCHAT_OBJECT_INFO_NAME, of->texts[PL_COUNTER_NAME]);
    if (all || of->texts[PL_COUNTER_DESCRIPTION].len)
        pl_parcel_text(p, type, id, PL_ANYCHAT_OBJECT_INFO_DESCRIPTION,
                       of->texts[PL_COUNTER_DESCRIPTION]);
    if (all || of->texts[PL_COUNTER_TAG].len)
        pl_parcel_text(p, type, id, PL_ANYCHAT_OBJECT_INFO_STRINGTAG, of->texts[PL_COUNTER_TAG]);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (all || numbers[i].value != 0)
            number(p, type, id, numbers[i].info, numbers[i].value);
    }
}

void pl_parcel_area(struct pl_parcel *p, const struct pl_counter_area *area, bool all)
{
    label(p, PL_ANYCHAT_OBJECT_TYPE_AREA, area->id, &area->label, all);
}

void pl_parcel_area_numbers(struct pl_parcel *p, const struct pl_counter_area *area)
{
    const struct {
        int32_t info;
        uint32_t value;
    } numbers[] = {
        {PL_ANYCHAT_AREA_INFO_AGENTCOUNT, area->agent_count},
        {PL_ANYCHAT_AREA_INFO_GUESTCOUNT, pl_counter_guests(area)},
        {PL_ANYCHAT_AREA_INFO_QUEUEUSERCOUNT, area->waiting},
        {PL_ANYCHAT_AREA_INFO_QUEUECOUNT, area->queue_count},
        {PL_ANYCHAT_AREA_INFO_IDLEAGENTCOUNT, area->by_status[PL_COUNTER_WAITING]},
        {PL_ANYCHAT_AREA_INFO_WAITINGCOUNT, area->starting},
        {PL_ANYCHAT_AREA_INFO_WORKAGENTCOUNT, area->by_status[PL_COUNTER_WORKING]},
        {PL_ANYCHAT_AREA_INFO_BUSYAGENTCOUNT, area->by_status[PL_COUNTER_PAUSED]},
    };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        number(p, PL_ANYCHAT_OBJECT_TYPE_AREA, area->id, numbers[i].info, clamp(numbers[i].value));
}

void pl_parcel_length(struct pl_parcel *p, const struct pl_counter_queue *q)
{
    number(p, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q->id, PL_ANYCHAT_QUEUE_INFO_LENGTH,
           clamp(pl_rank_count(&q->tickets)));
}

void pl_parcel_queue(struct pl_parcel *p, const struct pl_counter_queue *q, bool all)
{
    label(p, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q->id, &q->label, all);
    pl_parcel_length(p, q);
}

/* More of a text that always fits. */
static void add(struct pl_parcel *p, int *n, const char *format, ...) PL_PRINTF(3, 4);

static void add(struct pl_parcel *p, int *n, const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    *n += vsnprintf(p->why + *n, sizeof(p->why) - (size_t)*n, format, ap);
    va_end(ap);
}

/* As many as fit: ids and levels of ten digits are nobody's. */
static void add_skills(struct pl_parcel *p, int *n, const char *name,
                       const struct pl_counter_skills *skills)
{
    uint32_t i = 0;
    for (; i < skills->count && (size_t)*n + 96 < sizeof(p->why); i++)
        add(p, n, "%s%s%s[%" PRId32 ",%" PRIu32 "]", i ? "," : ",\"", i ? "" : name,
            i ? "" : "\":[", skills->list[i].id, skills->list[i].level);
    if (i > 0)
        add(p, n, "]");
}

static void add_rare(struct pl_parcel *p, int *n, const struct pl_counter_person *client,
                     const struct pl_counter_why *why)
{
    pl_time_us now = p->core->now;
    if (why->apart)
        add(p, n, ",\"apart\":%" PRIu32, why->apart);
    if (why->closed)
        add(p, n, ",\"closed\":1");
    if (why->overflow)
        add(p, n, ",\"overflow\":%" PRId32 ",\"overflow_in\":%" PRId32, why->overflow,
            seconds(why->overflow_us > now ? why->overflow_us - now : 0));
    if (why->may_call_back && client->user > 0)
        add(p, n, ",\"call_back\":1");
    if (why->rung)
        add(p, n, ",\"rings\":%" PRIu32, why->rung);
    add_skills(p, n, "missing", &why->missing);
}

/* What keeps the one who waits from this agent. */
static void add_bar(struct pl_parcel *p, int *n, const struct pl_counter_person *client,
                    const struct pl_counter_agent *agent)
{
    static const char *const names[] = {NULL, "queue", "skills", "apart"};
    struct pl_counter_skills lacks;
    enum pl_counter_bar bar = pl_counter_bar_between(p->core->counter, agent, client, &lacks);
    if (bar == PL_COUNTER_NO_BAR)
        return;
    add(p, n, ",\"you\":\"%s\"", names[bar]);
    add_skills(p, n, "lacks", &lacks);
    if (lacks.count && client->queue->rules.any_skill)
        add(p, n, ",\"any\":1");
}

/* Empty: he does not wait. Valid until the next of this parcel. With an agent: for him,
 * and what keeps the two apart; NULL: for anybody else. */
static struct pl_bytes why(struct pl_parcel *p, const struct pl_counter_person *person,
                           const struct pl_counter_agent *agent)
{
    struct pl_counter_why why;
    int n = 0;
    if (!pl_counter_why(p->core->counter, person, &why))
        return pl_bytes_of(NULL, 0);
    add(p, &n,
        "{\"serving\":%" PRIu32 ",\"idle\":%" PRIu32 ",\"working\":%" PRIu32 ",\"paused\":%" PRIu32,
        why.serving, why.by_status[PL_COUNTER_WAITING], why.by_status[PL_COUNTER_WORKING],
        why.by_status[PL_COUNTER_PAUSED]);
    if (why.estimate_us != PL_TIME_NEVER)
        add(p, &n, ",\"estimate\":%" PRId32, seconds(why.estimate_us));
    if (why.error.count)
        add(p, &n, ",\"error\":[%" PRIu32 ",%" PRId32 ",%" PRId32 ",%" PRId32 "]", why.error.count,
            why.error.p50_s, why.error.p90_s, why.error.p90_abs_s);
    add_rare(p, &n, person, &why);
    if (agent)
        add_bar(p, &n, person, agent);
    add(p, &n, "}");
    return pl_bytes_of(p->why, (size_t)n);
}

void pl_parcel_first_why(struct pl_parcel *p, const struct pl_counter_queue *q,
                         const struct pl_counter_person *to)
{
    struct pl_rank_node *first = pl_rank_first(&q->tickets);
    struct pl_bytes text = pl_bytes_of(NULL, 0);
    if (first)
        text = pl_emit_copy(
            p->core, why(p, pl_container_of(first, struct pl_counter_person, ticket), to->agent));
    pl_parcel_text(p, PL_ANYCHAT_OBJECT_TYPE_QUEUE, q->id, PL_ANYCHAT_QUEUE_INFO_AGENTINFO, text);
}

void pl_parcel_place(struct pl_parcel *p, const struct pl_counter_person *person,
                     const struct pl_counter_queue *q)
{
    int32_t type = PL_ANYCHAT_OBJECT_TYPE_QUEUE, before = pl_counter_before(person);
    int32_t waited = seconds(p->core->now - person->since);
    struct pl_bytes text;
    if (person->queue != q)
        return;
    number(p, type, q->id, PL_ANYCHAT_QUEUE_INFO_MYSEQUENCENO, before);
    number(p, type, q->id, PL_ANYCHAT_QUEUE_INFO_BEFOREUSERNUM, before);
    number(p, type, q->id, PL_ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME, waited);
    number(p, type, q->id, PL_ANYCHAT_QUEUE_INFO_WAITTIMESECOND, waited);
    text = why(p, person, NULL);
    if (person->label.flags & PL_COUNTER_MANAGER) /* is told of others with it */
        text = pl_emit_copy(p->core, text);
    pl_parcel_text(p, type, q->id, PL_ANYCHAT_QUEUE_INFO_AGENTINFO, text);
}

void pl_parcel_client(struct pl_parcel *p, const struct pl_counter_person *person)
{
    label(p, PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER, person->user, &person->label, true);
}

void pl_parcel_agent(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_agent *a = person->agent;
    const struct pl_session *s = pl_idmap_get(&p->core->users, (uint32_t)person->user);
    const struct pl_counter_service *service = pl_counter_service_of(a);
    int32_t type = PL_ANYCHAT_OBJECT_TYPE_AGENT, id = person->user;
    struct pl_counter_label shown = person->label;
    if (shown.texts[PL_COUNTER_NAME].len == 0 && s)
        shown.texts[PL_COUNTER_NAME] = pl_session_nick(s);
    label(p, type, id, &shown, false);
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICESTATUS, (int32_t)a->status);
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICEUSERID, a->client);
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICEBEGINTIME,
           service ? seconds(p->core->now - service->begun) : 0);
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICETOTALTIME, seconds(a->busy));
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICETOTALNUM, clamp(a->served_count));
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_SERVICEFAILNUM, clamp(a->failed_count));
    number(p, type, id, PL_ANYCHAT_AGENT_INFO_MAXCHANNELNUM, clamp(a->capacity));
}

void pl_parcel_agent_queues(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_queue *q = NULL;
    char text[PL_PARCEL_WHY];
    size_t used = 0;
    while ((q = pl_counter_next_queue(person->area, q)) && used + 16 < sizeof(text)) {
        if (pl_counter_agent_serves(person->agent, q))
            used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%" PRId32,
                                     used ? "," : "[", q->id);
    }
    used += (size_t)snprintf(text + used, sizeof(text) - used, used ? "]" : "[]");
    pl_parcel_text(p, PL_ANYCHAT_OBJECT_TYPE_AGENT, person->user,
                   PL_ANYCHAT_AGENT_INFO_RELATEQUEUES,
                   pl_emit_copy(p->core, pl_bytes_of(text, used)));
}

void pl_parcel_agent_self(struct pl_parcel *p, const struct pl_counter_person *person)
{
    const struct pl_counter_service *service = pl_counter_service_of(person->agent);
    char text[PL_OBJECT_ENTRY_BYTES];
    int n = 0;
    if (service)
        n = pl_object_info_of(p->core, service->client, seconds(service->waited), text);
    pl_parcel_text(p, PL_ANYCHAT_OBJECT_TYPE_AGENT, person->user,
                   PL_ANYCHAT_AGENT_INFO_SERVICEUSERINFO,
                   pl_emit_copy(p->core, pl_bytes_of(text, (size_t)n)));
    pl_parcel_agent_queues(p, person);
}

/* ---- one value, for who asks from inside the server ---- */

bool pl_core_object_value(struct pl_core *core, int32_t type, int32_t id, int32_t info,
                          int32_t *number_out, struct pl_bytes *text_out)
{
    const struct pl_counter_area *area = pl_counter_area_of(core->counter, id);
    const struct pl_counter_queue *queue = pl_counter_queue_of(core->counter, id);
    const struct pl_counter_person *person = pl_counter_person_of(core->counter, id);
    struct pl_parcel p;
    pl_parcel_init(&p, core, NULL);
    if (type == PL_ANYCHAT_OBJECT_TYPE_AREA && area) {
        pl_parcel_area(&p, area, true);
        pl_parcel_area_numbers(&p, area);
    } else if (type == PL_ANYCHAT_OBJECT_TYPE_QUEUE && queue) {
        pl_parcel_queue(&p, queue, true);
    } else if (type == PL_ANYCHAT_OBJECT_TYPE_AGENT && person && person->agent) {
        pl_parcel_agent(&p, person);
        pl_parcel_agent_self(&p, person);
    } else if (type == PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER && person) {
        pl_parcel_client(&p, person);
    }
    for (size_t i = 0; i < p.value_count; i++) {
        if (p.values[i].info != info)
            continue;
        *number_out = p.values[i].number;
        *text_out = p.values[i].text;
        return true;
    }
    return false;
}

static void add_id(int32_t *ids, size_t max, size_t *count, int32_t id)
{
    if (*count < max)
        ids[*count] = id;
    (*count)++;
}

size_t pl_core_object_ids(const struct pl_core *core, int32_t type, int32_t *ids, size_t max)
{
    const struct pl_counter_area *area = NULL;
    size_t count = 0;
    while ((area = pl_counter_next_area(core->counter, area))) {
        const struct pl_counter_queue *q = NULL;
        const struct pl_counter_person *person = NULL;
        if (type == PL_ANYCHAT_OBJECT_TYPE_AREA)
            add_id(ids, max, &count, area->id);
        while (type == PL_ANYCHAT_OBJECT_TYPE_QUEUE && (q = pl_counter_next_queue(area, q)))
            add_id(ids, max, &count, q->id);
        while ((person = pl_counter_next_person(area, person))) {
            if (type ==
                (person->agent ? PL_ANYCHAT_OBJECT_TYPE_AGENT : PL_ANYCHAT_OBJECT_TYPE_CLIENTUSER))
                add_id(ids, max, &count, person->user);
        }
    }
    return count;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The rules of docs/routing.md, person by person. */
#include "pl_test.h"

#include "core/counter/model/model.h"

#include <stdio.h>

void model_begin(struct model *m, const struct scene *s)
{
    *m = (struct model){.scene = s};
    for (int c = 0; c < CLIENTS; c++)
        m->clients[c] = (struct client){.queue = NOBODY, .server = NOBODY};
    for (int a = 0; a < AGENTS; a++)
        m->agents[a] = (struct agent){.wish = NOBODY, .offer = NOBODY};
}

void model_tell(struct model *m, const char *format, ...)
{
    va_list ap;
    int n;
    if (m->quiet)
        return;
    va_start(ap, format);
    n = vsnprintf(m->told + m->used, TEXT - m->used, format, ap);
    va_end(ap);
    assert_true(n > 0 && m->used + (size_t)n < TEXT);
    m->used += (size_t)n;
}

static bool rings(const struct model *m, int queue)
{
    return model_rules(m, queue)->strategy == PL_COUNTER_RING_ALL;
}

/* ---- agents ---- */

void model_set_status(struct model *m, int a, int status)
{
    struct agent *x = &m->agents[a];
    if (x->status == status)
        return;
    if (x->offer != NOBODY)
        model_unoffer(m, a, false);
    x->status = status;
    if (status == IS_WAITING)
        x->idle_since = m->clock;
    if (status == IS_CLOSED)
        m->thinned = true;
    model_tell(m, "%d is %d\n", FIRST_AGENT + a, status);
}

void model_loosen(struct model *m, int a)
{
    if (m->agents[a].loose)
        return;
    m->agents[a].loose = true;
    m->loose[m->loose_count++] = a;
}

static void tighten(struct model *m, int a)
{
    int n = 0;
    for (int i = 0; i < m->loose_count; i++) {
        if (m->loose[i] != a)
            m->loose[n++] = m->loose[i];
    }
    m->loose_count = n;
    m->agents[a].loose = false;
}

static void offer(struct model *m, int a, int c)
{
    struct agent *x = &m->agents[a];
    bool first = true;
    for (int b = 0; b < AGENTS; b++)
        first = first && m->agents[b].offer != c;
    x->offer = c;
    x->offered = ++m->seq;
    x->shown = false;
    if (first && model_rules(m, m->clients[c].queue)->answer_us)
        model_arm(m, &m->clients[c].due, m->clock + LONG_US);
    model_tell(m, "%d rings %d\n", FIRST_CLIENT + c, FIRST_AGENT + a);
}

void model_unoffer(struct model *m, int a, bool missed)
{
    int c = m->agents[a].offer;
    bool last = true;
    model_tell(m, missed ? "%d rings %d no more, missed\n" : "%d rings %d no more\n",
               FIRST_CLIENT + c, FIRST_AGENT + a);
    m->agents[a].offer = NOBODY;
    for (int b = 0; b < AGENTS; b++)
        last = last && m->agents[b].offer != c;
    if (last)
        model_disarm(&m->clients[c].due);
}

/* The first agent at whom he rings; NOBODY: none. */
int model_first_rung(const struct model *m, int c)
{
    int first = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        if (m->agents[a].offer == c &&
            (first == NOBODY || m->agents[a].offered < m->agents[first].offered))
            first = a;
    }
    return first;
}

void model_look(struct model *m, int a)
{
    struct agent *x = &m->agents[a];
    bool idle =
        is_automatic(m->scene, a) && x->status == IS_WAITING && x->load == 0 && x->offer == NOBODY;
    int c;
    tighten(m, a);
    x->shown = false;
    if (!idle && !model_has_room(m, a))
        return;
    c = model_next_client(m, a);
    if (c == NOBODY)
        x->shown = true;
    else if (rings(m, m->clients[c].queue))
        offer(m, a, c);
    else
        model_match(m, a, c);
}

/* ---- tickets ---- */

bool model_is_full(const struct model *m, int queue)
{
    uint32_t n = 0;
    for (int c = 0; c < CLIENTS; c++)
        n += m->clients[c].queue == queue ? 1 : 0;
    return model_rules(m, queue)->max_length && n >= model_rules(m, queue)->max_length;
}

static int beyond(const struct model *m, int queue)
{
    int other = model_rules(m, queue)->overflow ? !queue : NOBODY;
    return other == NOBODY || model_is_full(m, other) ? NOBODY : other;
}

static bool is_staffed(const struct model *m, int queue)
{
    for (int a = 0; a < AGENTS; a++) {
        if (m->agents[a].in && m->agents[a].status != IS_CLOSED && model_serves(a, queue))
            return true;
    }
    return false;
}

int model_taker(const struct model *m, int queue)
{
    int other = beyond(m, queue);
    if (model_is_full(m, queue))
        return other;
    return model_rules(m, queue)->overflow_unstaffed && other != NOBODY && !is_staffed(m, queue) &&
                   is_staffed(m, other)
               ? other
               : queue;
}

void model_put_ticket(struct model *m, int c, int queue, bool again)
{
    struct client *x = &m->clients[c];
    const struct pl_counter_rules *rules = model_rules(m, queue);
    x->queue = queue;
    if (rules->overflow && rules->overflow_us) /* again: he has waited for so long already */
        model_arm(m, &x->due, again ? m->clock : m->clock + LONG_US);
    model_tell(m, again ? "%d > queue %d again\n" : "%d > queue %d\n", FIRST_CLIENT + c,
               queue_ids[queue]);
}

void model_leave_queue(struct model *m, int c, int code)
{
    int a;
    model_disarm(&m->clients[c].due);
    model_tell(m, "%d < queue %d %d\n", FIRST_CLIENT + c, queue_ids[m->clients[c].queue], code);
    while ((a = model_first_rung(m, c)) != NOBODY) {
        model_unoffer(m, a, false);
        model_loosen(m, a);
    }
    m->clients[c].queue = NOBODY;
}

void model_place(struct model *m, int c)
{
    int queue = m->clients[c].queue, a;
    while (rings(m, queue) && (a = model_idle_agent(m, queue)) != NOBODY)
        offer(m, a, c);
    if (rings(m, queue))
        return;
    a = model_idle_agent(m, queue);
    if (a == NOBODY && model_rules(m, queue)->text)
        a = model_agent_with_room(m, queue);
    if (a != NOBODY)
        model_match(m, a, c);
}

bool model_move_on(struct model *m, int c)
{
    int to = beyond(m, m->clients[c].queue);
    if (to == NOBODY)
        return false;
    model_leave_queue(m, c, 0);
    model_put_ticket(m, c, to, false);
    model_disarm(&m->clients[c].due); /* from there he goes on no further */
    model_place(m, c);
    return true;
}

/* The first who waits there; NOBODY: nobody does. */
static int first_in(const struct model *m, int queue)
{
    int first = NOBODY;
    for (int c = 0; c < CLIENTS; c++) {
        if (m->clients[c].queue == queue && (first == NOBODY || model_before(m, c, first)))
            first = c;
    }
    return first;
}

void model_thin_out(struct model *m)
{
    for (int queue = 0; queue < QUEUES; queue++) {
        int c;
        if (!model_rules(m, queue)->overflow_unstaffed || is_staffed(m, queue))
            continue;
        while ((c = first_in(m, queue)) != NOBODY && beyond(m, queue) != NOBODY &&
               is_staffed(m, beyond(m, queue)))
            (void)model_move_on(m, c);
    }
}

/* ---- services ---- */

void model_begin_service(struct model *m, int a, int c, int from)
{
    struct agent *x = &m->agents[a];
    assert_true(x->load < SLOTS);
    x->services[x->load++] = (struct service){.client = c, .from = from, .with = true};
    x->turn = ++m->seq;
    if (x->load == 1)
        x->wish = NOBODY;
    m->clients[c].server = a;
}

void model_match(struct model *m, int a, int c)
{
    struct agent *x = &m->agents[a];
    int queue = m->clients[c].queue;
    struct service *s;
    x->shown = false;
    if (x->offer != NOBODY)
        model_unoffer(m, a, false);
    for (int slot = 0; slot < x->load; slot++) {
        if (x->services[slot].client == c) { /* what is left of the first time is over */
            model_end_service(m, a, slot, x->services[slot].talking ? AS_SERVED : AS_FAILED);
            break;
        }
    }
    model_begin_service(m, a, c, queue);
    s = &x->services[x->load - 1];
    model_disarm(&x->due);
    if (model_rules(m, queue)->answer_us)
        model_arm(m, &s->due, m->clock + LONG_US);
    model_leave_queue(m, c, 751);
    model_tell(m, "%d serves %d of %d\n", FIRST_AGENT + a, FIRST_CLIENT + c, queue_ids[queue]);
    s->talking = model_rules(m, queue)->text && !model_rules(m, queue)->answer_us;
    model_set_status(m, a, IS_WORKING);
    if (model_has_room(m, a))
        model_loosen(m, a);
}

/* His agent has him still, but he is not there any more. */
void model_let_go(struct model *m, int c)
{
    int a = m->clients[c].server;
    if (a == NOBODY)
        return;
    for (int slot = 0; slot < m->agents[a].load; slot++) {
        if (m->agents[a].services[slot].client == c) {
            m->agents[a].services[slot].with = false;
            model_disarm(&m->agents[a].services[slot].due);
        }
    }
    m->clients[c].server = NOBODY;
}

void model_end_service(struct model *m, int a, int slot, int how)
{
    static const char *const hows[] = {"served", "failed", "missed", "handed on"};
    struct agent *x = &m->agents[a];
    struct service s = x->services[slot];
    bool well = how == AS_SERVED || how == AS_HANDED;
    if (s.with && how != AS_MISSED)
        m->clients[s.client].call_back = false;
    if (s.with)
        model_let_go(m, s.client);
    x->done += well ? 1 : 0;
    x->failed += well ? 0 : 1;
    x->misses = well ? 0 : x->misses;
    model_tell(m, "%d finished %d of %d %s\n", FIRST_AGENT + a, FIRST_CLIENT + s.client,
               queue_ids[s.from], hows[how]);
    x->shown = false;
    x->load--;
    for (int i = slot; i < x->load; i++)
        x->services[i] = x->services[i + 1];
    x->services[x->load] = (struct service){.client = 0};
}

void model_finish_as(struct model *m, int a, int slot, int how)
{
    struct agent *x = &m->agents[a];
    int next = x->wish == NOBODY ? IS_WAITING : x->wish;
    bool served = x->load > 0, wraps;
    int from = served ? x->services[slot].from : 0;
    if (served)
        model_end_service(m, a, slot, how);
    if (x->load > 0) {
        model_look(m, a);
        return;
    }
    x->wish = NOBODY;
    model_disarm(&x->due);
    wraps = served && model_rules(m, from)->wrap_up_us && next == IS_WAITING;
    model_set_status(m, a, wraps ? IS_PAUSED : next);
    if (wraps)
        model_arm(m, &x->due, m->clock + LONG_US);
    else
        model_look(m, a);
}

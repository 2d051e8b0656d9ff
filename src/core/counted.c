/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/counted.h"

/* ---- rows ---- */

bool rows_open(const struct pl_contact *c)
{
    return c->outcome == PL_CONTACT_OPEN;
}

/* What the change of a row says of the agent who had it before. */
static void count_work(struct rows *r, const struct pl_contact *was, const struct pl_contact *is)
{
    struct work *w = &r->work[was->agent];
    int64_t now_ms = r->st->config.epoch_ms + (int64_t)(r->st->now / 1000);
    bool missed = is->misses > was->misses;
    bool served = is->transfers > was->transfers || is->outcome == PL_CONTACT_SERVED;
    if (was->agent == 0 || !rows_open(was))
        return;
    w->failed += missed || is->outcome == PL_CONTACT_FAILED ? 1 : 0;
    if (served && !missed) {
        w->served++;
        w->busy_ms += now_ms - was->offered_ms;
    }
}

static void put_contact(struct rows *r, const struct pl_contact *c)
{
    size_t i = 0;
    while (i < r->contact_count && r->contacts[i].id != c->id)
        i++;
    assert_true(i < ROWS);
    if (i < r->contact_count)
        count_work(r, &r->contacts[i], c);
    else
        assert_true(i == 0 || r->contacts[i - 1].id < c->id);
    r->contact_count += i == r->contact_count ? 1 : 0;
    r->contacts[i] = *c;
    if (c->last_queue == TEXT_QUEUE && c->agent) /* no call is waited for */
        r->talks[i] = c->offered_ms;
    else if (c->answered_ms && r->talks[i] == 0)
        r->talks[i] = c->offered_ms;
}

static void put_stretch(struct rows *r, const struct pl_stretch *s)
{
    if (s->to_ms == 0)
        r->open[s->agent] = *s;
    else if (r->open[s->agent].id == s->id)
        r->open[s->agent] = (struct pl_stretch){0};
}

/* Who comes, and who goes. */
static void read_events(struct rows *r, int user, struct pl_bytes json)
{
    static const char came[] = "{\"type\":4,\"id\":1,\"event\":402}";
    static const char went[] = "{\"type\":4,\"id\":1,\"event\":405";
    if (memmem(json.data, json.len, came, strlen(came))) {
        r->inside[user] = true;
        r->work[user] = (struct work){0};
    } else if (memmem(json.data, json.len, went, strlen(went))) {
        r->inside[user] = false;
        for (size_t i = 0; i < r->contact_count; i++)
            r->away[i] |= r->contacts[i].client == user;
    }
}

void rows_effect(struct rows *r, const struct pl_effect *e)
{
    if (e->type == PL_EFFECT_SEND)
        read_events(r, (int)e->send.link, e->send.bytes);
    else if (e->type == PL_EFFECT_KEEP && e->keep.kind == PL_CORE_KEPT_CONTACT)
        put_contact(r, e->keep.contact);
    else if (e->type == PL_EFFECT_KEEP && e->keep.kind == PL_CORE_KEPT_STRETCH)
        put_stretch(r, e->keep.stretch);
}

/* ---- counting again ---- */

int rows_agents(const struct rows *r, int first, int end, int status)
{
    int n = 0;
    for (int user = first; user < end; user++)
        n += r->inside[user] && r->open[user].status == status ? 1 : 0;
    return n;
}

bool rows_waits(const struct pl_contact *c)
{
    return rows_open(c) && c->agent == 0;
}

int rows_waiting(const struct rows *r, int queue)
{
    int n = 0;
    for (size_t i = 0; i < r->contact_count; i++)
        n += rows_waits(&r->contacts[i]) && (!queue || r->contacts[i].last_queue == queue) ? 1 : 0;
    return n;
}

/* His newest contact is the one that is served: he has not gone on. */
bool rows_there(const struct rows *r, size_t i)
{
    const struct pl_contact *c = &r->contacts[i];
    for (size_t k = i + 1; k < r->contact_count; k++) {
        if (r->contacts[k].client == c->client)
            return false;
    }
    return !r->away[i];
}

int rows_starting(const struct rows *r)
{
    int n = 0;
    for (size_t i = 0; i < r->contact_count; i++) {
        const struct pl_contact *c = &r->contacts[i];
        n += rows_open(c) && c->agent && r->talks[i] != c->offered_ms && rows_there(r, i) ? 1 : 0;
    }
    return n;
}

/* By priority, then by who came first. */
static bool is_before(const struct pl_contact *a, const struct pl_contact *b)
{
    return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
}

int rows_before(const struct rows *r, const struct pl_contact *c)
{
    int n = 0;
    for (size_t i = 0; i < r->contact_count; i++) {
        const struct pl_contact *o = &r->contacts[i];
        n += rows_waits(o) && o->last_queue == c->last_queue && is_before(o, c) ? 1 : 0;
    }
    return n;
}

/* When the oldest service of an agent began; 0: he has none. */
int64_t rows_service_began(const struct rows *r, int agent)
{
    int64_t began = 0;
    for (size_t i = 0; i < r->contact_count; i++) {
        const struct pl_contact *c = &r->contacts[i];
        if (rows_open(c) && c->agent == agent && (began == 0 || c->offered_ms < began))
            began = c->offered_ms;
    }
    return began;
}

/* Of several that began at one moment rows do not tell which was first. */
bool rows_serves_since(const struct rows *r, int agent, int client, int64_t began)
{
    for (size_t i = 0; i < r->contact_count; i++) {
        const struct pl_contact *c = &r->contacts[i];
        if (rows_open(c) && c->agent == agent && c->client == client && c->offered_ms == began)
            return true;
    }
    return began == 0 && client == 0;
}

size_t rows_served_by(const struct rows *r, int agent)
{
    for (size_t i = r->contact_count; i-- > 0;) {
        if (rows_open(&r->contacts[i]) && r->contacts[i].agent == agent)
            return i;
    }
    return ROWS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of the service counters: contacts, stretches, places, as they change. */
#include "core/emit.h"
#include "core/service.h"
#include "core/session.h"
#include "core/ticket.h"
#include "core/ticket_place.h"

#include <stddef.h>

/* A copy that lives until the next step. */
static const void *copy_of(struct pl_core *core, const void *row, size_t size)
{
    struct pl_bytes copy = pl_emit_copy(core, pl_bytes_of(row, size));
    _Static_assert(offsetof(struct pl_frame, text) % _Alignof(int64_t) == 0, "frames hold rows");
    return copy.len == size ? copy.data : NULL;
}

static void emit_row(struct pl_core *core, struct pl_core_kept *kept, const void *row, size_t size)
{
    struct pl_effect e = {.type = PL_EFFECT_KEEP};
    kept->seat = copy_of(core, row, size);
    e.keep = *kept;
    if (kept->seat)
        pl_emit(core, &e);
}

static void keep_contact(struct pl_core *core, const struct pl_contact *c)
{
    struct pl_core_kept kept = {.kind = PL_CORE_KEPT_CONTACT, .user = c->client};
    struct pl_contact copy = *c;
    for (size_t i = 0; i < PL_CONTACT_TEXTS; i++)
        copy.texts[i] = pl_emit_copy(core, c->texts[i]);
    emit_row(core, &kept, &copy, sizeof(copy));
}

static void keep_book(struct pl_core *core)
{
    const struct pl_contact *contact;
    const struct pl_stretch *stretch;
    while ((contact = pl_book_next_contact(core->book))) {
        if (core->config.keep)
            keep_contact(core, contact);
    }
    while ((stretch = pl_book_next_stretch(core->book))) {
        struct pl_core_kept kept = {.kind = PL_CORE_KEPT_STRETCH, .user = stretch->agent};
        if (core->config.keep)
            emit_row(core, &kept, stretch, sizeof(*stretch));
    }
    if (pl_book_broken(core->book))
        core->out_of_memory = true;
}

/* What an agent has in his hands beside the oldest. */
static void put_others(struct pl_core *core, int32_t agent, struct pl_counter_seat *seat)
{
    struct pl_counter_held held[PL_CONTACT_OTHERS_MAX];
    size_t count = seat->agent ? pl_counter_others_of(core->counter, agent, held) : 0;
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        const struct pl_contact *contact = pl_book_served(core->book, held[i].client, agent);
        held[i].contact = contact ? contact->id : 0;
    }
    seat->others = copy_of(core, held, count * sizeof(held[0]));
    seat->other_count = seat->others ? count : 0;
}

static void keep_seat(struct pl_core *core, struct pl_place *place, struct pl_counter_seat *seat)
{
    struct pl_core_kept kept = {.kind = PL_CORE_KEPT_SEAT, .user = place->user};
    const struct pl_contact *contact = seat->agent
                                           ? pl_book_served(core->book, seat->client, place->user)
                                           : pl_book_of(core->book, place->user);
    const struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)place->user);
    seat->contact = contact ? contact->id : 0;
    seat->stretch = pl_book_stretch_of(core->book, place->user);
    put_others(core, place->user, seat);
    if (place->user < 0 && s)
        seat->secret = pl_emit_copy(core, pl_bytes_of(s->token, PL_PLACE_SECRET));
    emit_row(core, &kept, seat, sizeof(*seat));
    place->kept = true;
}

static void keep_no_seat(struct pl_core *core, struct pl_place *place)
{
    struct pl_effect e = {.type = PL_EFFECT_KEEP};
    e.keep.kind = PL_CORE_KEPT_SEAT;
    e.keep.gone = true;
    e.keep.user = place->user;
    if (place->kept)
        pl_emit(core, &e);
    pl_place_drop(core, place);
}

void pl_tickets_look_at(struct pl_core *core, int32_t user)
{
    struct pl_place *place = pl_place_of(core, user);
    struct pl_counter_seat seat;
    bool has = pl_counter_seat_of(core->counter, core->now, user, &seat);
    if (user == 0 || !core->config.keep || (place && place->waits))
        return;
    if (place && place->stamp == core->places_stamp)
        return;
    if (has && !place)
        place = pl_place_make(core, user);
    if (!place)
        return;
    place->stamp = core->places_stamp;
    if (has)
        keep_seat(core, place, &seat);
    else
        keep_no_seat(core, place);
}

/* ---- facts ---- */

static struct pl_bytes name_of(const struct pl_core *core, int32_t user)
{
    const struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)user);
    return s ? pl_session_nick(s) : pl_bytes_of(NULL, 0);
}

static int32_t promise_of(const struct pl_core *core, const struct pl_counter_person *person)
{
    struct pl_counter_why why;
    if (!person->queue)
        return 0; /* he was matched at once */
    if (!pl_counter_why(core->counter, person, &why) || why.estimate_us == PL_TIME_NEVER)
        return PL_CONTACT_NO_PROMISE;
    return why.estimate_us / PL_SEC(1) > INT32_MAX ? INT32_MAX
                                                   : (int32_t)(why.estimate_us / PL_SEC(1));
}

/* What he has sent along before he came. */
static void write_along(struct pl_core *core, int32_t user)
{
    const struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)user);
    if (s)
        pl_service_write_down(core, user, s->along);
}

/* He was told an estimate, and had to wait. Of several matches nobody knows which was meant. */
static void learn_error(struct pl_core *core, const struct pl_counter_fact *f)
{
    const struct pl_contact *c = pl_book_served(core->book, f->user, f->other);
    int64_t real_s = c ? (c->offered_ms - c->entered_ms + 500) / 1000 : 0;
    if (c && c->offers == 1 && c->promised_s >= 0 && (c->promised_s > 0 || real_s > 0) &&
        real_s < INT32_MAX)
        pl_counter_learn_error(core->counter, f->queue, (int32_t)(c->promised_s - real_s));
}

static void write_fact(struct pl_core *core, const struct pl_counter_fact *f)
{
    struct pl_book_more more = {.promised_s = PL_CONTACT_NO_PROMISE};
    const struct pl_counter_person *person = NULL;
    if (f->kind == PL_COUNTER_LEFT_QUEUE && pl_tickets_waits_for(core, f->user))
        return; /* of his page alone: his contact goes on */
    if (f->kind == PL_COUNTER_ENTERED_QUEUE || f->kind == PL_COUNTER_MATCHED ||
        f->kind == PL_COUNTER_TAKEN) {
        person = pl_counter_person_of(core->counter, f->user);
        more.client = name_of(core, f->user);
        more.agent = name_of(core, f->other);
    }
    if (person && f->kind == PL_COUNTER_ENTERED_QUEUE) {
        more.priority = person->label.priority;
        more.promised_s = promise_of(core, person);
    }
    pl_book_fact(core->book, core->now, f, &more);
    if (f->kind == PL_COUNTER_MATCHED)
        learn_error(core, f);
    if (f->kind == PL_COUNTER_ENTERED_QUEUE && f->code == PL_COUNTER_ENTRY_NEW)
        write_along(core, f->user);
}

void pl_tickets_keep(struct pl_core *core)
{
    size_t count;
    const struct pl_counter_fact *facts = pl_counter_facts(core->counter, &count);
    if (core->stopping)
        return;
    for (size_t i = 0; i < count; i++)
        write_fact(core, &facts[i]);
    pl_book_settle(core->book, core->now);
    keep_book(core);
    core->places_stamp++;
    for (size_t i = 0; i < count; i++) {
        if (facts[i].kind < PL_COUNTER_QUEUE_CHANGED || facts[i].kind == PL_COUNTER_TALKING ||
            facts[i].kind == PL_COUNTER_CALL_BACK) {
            pl_tickets_look_at(core, facts[i].user);
            pl_tickets_look_at(core, facts[i].other);
        }
    }
}

void pl_tickets_said(struct pl_core *core)
{
    keep_book(core);
}

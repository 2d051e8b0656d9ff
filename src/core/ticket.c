/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ticket.h"

#include "core/emit.h"
#include "core/object.h"
#include "core/session.h"
#include "core/ticket_place.h"

enum {
    AT_ONCE = 256,
    CONTACTS_EACH = 2, /* in memory, for each session */
};

bool pl_tickets_init(struct pl_core *core)
{
    const struct pl_book_config config = {
        .max_contacts = (size_t)CONTACTS_EACH * core->config.max_sessions,
        .epoch_ms = core->config.epoch_ms,
    };
    pl_places_init(core);
    core->book = pl_book_create(&config);
    return core->book;
}

void pl_tickets_finish(struct pl_core *core)
{
    pl_places_finish(core);
    pl_book_destroy(core->book);
}

/* ---- coming back ---- */

/* Nobody is there to go on with it. */
static void end_service(struct pl_core *core, int32_t agent, int32_t client, int32_t queue,
                        bool talking)
{
    const struct pl_book_more none = {.priority = 0};
    const struct pl_counter_fact f = {.kind = PL_COUNTER_FINISHED,
                                      .user = client,
                                      .other = agent,
                                      .queue = queue,
                                      .code = talking ? 0 : 1};
    pl_book_fact(core->book, core->now, &f, &none);
}

/* The place is lost: his contact ends, as it would have when he had been there. */
static void give_up(struct pl_core *core, struct pl_place *place, int code)
{
    const struct pl_counter_seat *seat = &place->seat;
    struct pl_counter_fact f = {.user = place->user, .area = seat->area, .code = code};
    const struct pl_book_more none = {.priority = 0};
    if (!seat->agent && seat->queue != 0) {
        f.kind = PL_COUNTER_LEFT_QUEUE;
        f.queue = seat->queue;
        pl_book_fact(core->book, core->now, &f, &none);
    } else if (seat->agent && seat->client != 0) {
        end_service(core, place->user, seat->client, seat->client_queue, seat->talking);
        for (size_t i = 0; i < seat->other_count; i++)
            end_service(core, place->user, seat->others[i].client, seat->others[i].queue,
                        seat->others[i].talking);
    }
    pl_tickets_said(core);
    pl_place_found(core, place);
    core->places_stamp++;
    if (core->config.keep)
        pl_tickets_look_at(core, place->user);
    else
        pl_place_drop(core, place);
}

/* It is his again: from now on it is kept as the engine has it. */
static void claim(struct pl_core *core, struct pl_place *place)
{
    pl_place_found(core, place);
    if (!core->config.keep)
        pl_place_drop(core, place);
}

void pl_tickets_put_by(struct pl_core *core, int32_t user)
{
    const struct pl_contact *contact = pl_book_of(core->book, user);
    struct pl_counter_seat seat;
    struct pl_place *place;
    if (core->stopping || core->config.return_us == 0 ||
        !pl_counter_seat_of(core->counter, core->now, user, &seat) || seat.agent || !seat.queue)
        return;
    place = pl_place_make(core, user);
    seat.contact = contact ? contact->id : 0;
    if (!place || !pl_place_put_seat(core, place, &seat))
        return; /* lost, as it would be without all this */
    pl_place_wait(core, place);
}

int pl_tickets_enter_area(struct pl_core *core, int32_t user, int32_t area)
{
    struct pl_place *place = pl_place_of(core, user);
    const struct pl_counter_person *person;
    int code = core->unsafe ? PL_GV_ERR_DB_ERROR
                            : pl_counter_enter_area(core->counter, core->now, user, area);
    if (code || !place || !place->waits)
        return code;
    person = pl_counter_person_of(core->counter, user);
    if (place->seat.area != area || place->seat.agent != (person->agent != NULL)) {
        give_up(core, place, PL_GV_ERR_SUCCESS);
        return code;
    }
    pl_counter_sit(core->counter, core->now, &place->seat);
    if (place->seat.agent || place->seat.queue == 0)
        claim(core, place);
    return code;
}

int pl_tickets_enter_queue(struct pl_core *core, int32_t user, int32_t queue)
{
    struct pl_place *place = pl_place_of(core, user);
    const struct pl_contact *contact = pl_book_of(core->book, user);
    int code;
    if (core->unsafe)
        return PL_GV_ERR_DB_ERROR;
    if (!place || !place->waits)
        return pl_counter_enter_queue(core->counter, core->now, user, queue);
    /* Pages know the queue that they have entered, not where an overflow has taken him. */
    if (place->seat.queue == queue || (contact && contact->queue == queue)) {
        code = pl_counter_return_queue(core->counter, core->now, &place->seat);
        if (!code)
            claim(core, place);
        if (code != PL_GV_ERR_QUEUE_INVALID)
            return code;
    }
    code = pl_counter_enter_queue(core->counter, core->now, user, queue);
    if (!code)
        give_up(core, place, PL_GV_ERR_SUCCESS);
    return code;
}

void pl_tickets_gone(struct pl_core *core, int32_t user, int code)
{
    struct pl_place *place = pl_place_of(core, user);
    if (place && place->waits && !core->stopping && code != PL_GV_ERR_LOGIN_NEWLOGIN)
        give_up(core, place, code);
    pl_book_gone(core->book, user);
}

/* Does his agent go on serving him? */
static bool goes_on(void *arg, const struct pl_contact *c)
{
    const struct pl_core *core = arg;
    return pl_counter_has(core->counter, c->agent, c->client);
}

void pl_tickets_due(struct pl_core *core)
{
    pl_time_us next = PL_TIME_NEVER;
    int32_t users[AT_ONCE];
    size_t n;
    do { /* the map may move while one is taken out */
        const struct pl_place *place;
        size_t cursor = 0;
        n = 0;
        next = PL_TIME_NEVER;
        while (n < AT_ONCE && (place = pl_idmap_next(&core->places, &cursor))) {
            if (place->waits && place->until <= core->now)
                users[n++] = place->user;
            else if (place->waits && place->until < next)
                next = place->until;
        }
        for (size_t i = 0; i < n; i++)
            give_up(core, pl_place_of(core, users[i]), PL_GV_ERR_CONNECT_ABORT);
    } while (n > 0);
    if (next != PL_TIME_NEVER)
        pl_emit_timer(core, &core->returns, next);
    pl_book_end_rest(core->book, core->now, goes_on, core);
    pl_tickets_said(core);
}

/* ---- what was kept ---- */

static enum pl_err learn_seat(struct pl_core *core, const struct pl_counter_seat *seat)
{
    struct pl_place *place = pl_place_make(core, seat->user);
    if (!place)
        return core->out_of_memory ? PL_E_NOMEM : PL_E_LIMIT;
    place->kept = true;
    if (!pl_place_put_seat(core, place, seat))
        return PL_E_NOMEM;
    pl_counter_serials_above(core->counter, seat->serial);
    if (seat->stretch) {
        const struct pl_stretch s = {.id = seat->stretch,
                                     .agent = seat->user,
                                     .area = seat->area,
                                     .status = seat->status,
                                     .client = seat->client,
                                     .from_ms = seat->stretch / PL_CONTACT_IDS_PER_MS};
        pl_book_cut_stretch(core->book, core->now, &s);
        pl_tickets_said(core);
    }
    pl_place_wait(core, place);
    if (seat->call_back &&
        pl_counter_return_queue(core->counter, core->now, seat) == PL_GV_ERR_SUCCESS) {
        pl_place_found(core, place); /* it needs nobody */
        pl_object_settle(core);
    }
    return PL_OK;
}

enum pl_err pl_tickets_learn(struct pl_core *core, const struct pl_core_kept *kept)
{
    switch (kept->kind) {
    case PL_CORE_KEPT_CONTACT:
        return pl_book_learn(core->book, kept->contact);
    case PL_CORE_KEPT_SEAT:
        return learn_seat(core, kept->seat);
    default: /* PL_CORE_KEPT_LAST */
        pl_book_ids_above(core->book, kept->place);
        return PL_OK;
    }
}

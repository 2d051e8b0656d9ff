/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ticket.h"

#include "core/emit.h"
#include "core/object.h"
#include "core/session.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    AT_ONCE = 256,
    CONTACTS_EACH = 2,           /* in memory, for each session */
    SECRET = PL_TOKEN_CHARS / 2, /* the other half is needed to resume */
};

struct pl_place {
    int32_t user;
    bool kept;                   /* there is a row of it */
    bool waits;                  /* for who had it: `seat` */
    pl_time_us until;            /* as long as it does */
    uint64_t stamp;              /* core->places_stamp: it has been looked at */
    struct pl_counter_seat seat; /* its secret is in: */
    uint8_t secret[SECRET];
};

bool pl_tickets_init(struct pl_core *core)
{
    const struct pl_book_config config = {
        .max_contacts = (size_t)CONTACTS_EACH * core->config.max_sessions,
        .epoch_ms = core->config.epoch_ms,
    };
    pl_idmap_init(&core->places, (size_t)CONTACTS_EACH * core->config.max_sessions);
    core->returns.kind = PL_TIMER_PLACES;
    core->book = pl_book_create(&config);
    return core->book;
}

void pl_tickets_finish(struct pl_core *core)
{
    struct pl_place *place;
    size_t cursor = 0;
    while ((place = pl_idmap_next(&core->places, &cursor)))
        free(place);
    pl_idmap_finish(&core->places);
    pl_book_destroy(core->book);
}

/* ---- places ---- */

static struct pl_place *place_of(const struct pl_core *core, int32_t user)
{
    return pl_idmap_get(&core->places, (uint32_t)user);
}

/* NULL: no room for one more; what has no row is lost with the process. */
static struct pl_place *make_place(struct pl_core *core, int32_t user)
{
    struct pl_place *place = place_of(core, user);
    enum pl_err err;
    if (place)
        return place;
    place = calloc(1, sizeof(*place));
    err = place ? pl_idmap_put(&core->places, (uint32_t)user, place) : PL_E_NOMEM;
    if (err) {
        free(place);
        core->out_of_memory = core->out_of_memory || err == PL_E_NOMEM;
        return NULL;
    }
    place->user = user;
    return place;
}

static void drop_place(struct pl_core *core, struct pl_place *place)
{
    pl_idmap_remove(&core->places, (uint32_t)place->user);
    free(place);
}

bool pl_tickets_waits_for(const struct pl_core *core, int32_t user)
{
    const struct pl_place *place = place_of(core, user);
    return place && place->waits;
}

/* ---- keeping ---- */

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

static void keep_seat(struct pl_core *core, struct pl_place *place, struct pl_counter_seat *seat)
{
    struct pl_core_kept kept = {.kind = PL_CORE_KEPT_SEAT, .user = place->user};
    const struct pl_contact *contact = seat->agent
                                           ? pl_book_served(core->book, seat->client, place->user)
                                           : pl_book_of(core->book, place->user);
    const struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)place->user);
    seat->contact = contact ? contact->id : 0;
    seat->stretch = pl_book_stretch_of(core->book, place->user);
    if (place->user < 0 && s)
        seat->secret = pl_emit_copy(core, pl_bytes_of(s->token, SECRET));
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
    drop_place(core, place);
}

/* As he has it now; once for each look at all of them. */
static void look_at(struct pl_core *core, int32_t user)
{
    struct pl_place *place = place_of(core, user);
    struct pl_counter_seat seat;
    bool has = pl_counter_seat_of(core->counter, core->now, user, &seat);
    if (user == 0 || !core->config.keep || (place && place->waits))
        return;
    if (place && place->stamp == core->places_stamp)
        return;
    if (has && !place)
        place = make_place(core, user);
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

static int32_t promise_of(const struct pl_counter_person *person)
{
    struct pl_counter_why why;
    if (!person->queue)
        return 0; /* he was matched at once */
    if (!pl_counter_why(person, &why) || why.estimate_us == PL_TIME_NEVER)
        return PL_CONTACT_NO_PROMISE;
    return why.estimate_us / PL_SEC(1) > INT32_MAX ? INT32_MAX
                                                   : (int32_t)(why.estimate_us / PL_SEC(1));
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
        more.promised_s = promise_of(person);
    }
    pl_book_fact(core->book, core->now, f, &more);
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
            look_at(core, facts[i].user);
            look_at(core, facts[i].other);
        }
    }
}

void pl_tickets_said(struct pl_core *core)
{
    keep_book(core);
}

/* ---- coming back ---- */

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
        f.kind = PL_COUNTER_FINISHED;
        f.user = seat->client;
        f.other = place->user;
        f.queue = seat->client_queue;
        f.code = seat->talking ? 0 : 1;
        pl_book_fact(core->book, core->now, &f, &none);
    }
    keep_book(core);
    place->waits = false;
    core->places_stamp++;
    if (core->config.keep)
        look_at(core, place->user);
    else
        drop_place(core, place);
}

/* It is his again: from now on it is kept as the engine has it. */
static void claim(struct pl_core *core, struct pl_place *place)
{
    place->waits = false;
    if (!core->config.keep)
        drop_place(core, place);
}

/* `seat` is for who had it, as long as may be. */
static void wait_for_him(struct pl_core *core, struct pl_place *place)
{
    place->waits = true;
    place->until = core->now + core->config.return_us;
    if (!pl_heap_armed(&core->returns.node))
        pl_emit_timer(core, &core->returns, place->until);
}

void pl_tickets_put_by(struct pl_core *core, int32_t user)
{
    const struct pl_contact *contact = pl_book_of(core->book, user);
    struct pl_counter_seat seat;
    struct pl_place *place;
    if (core->stopping || core->config.return_us == 0 ||
        !pl_counter_seat_of(core->counter, core->now, user, &seat) || seat.agent || !seat.queue)
        return;
    place = make_place(core, user);
    if (!place)
        return; /* lost, as it would be without all this */
    place->seat = seat;
    place->seat.contact = contact ? contact->id : 0;
    place->seat.secret = pl_bytes_of(NULL, 0);
    wait_for_him(core, place);
}

int pl_tickets_enter_area(struct pl_core *core, int32_t user, int32_t area)
{
    struct pl_place *place = place_of(core, user);
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
    struct pl_place *place = place_of(core, user);
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
    struct pl_place *place = place_of(core, user);
    if (place && place->waits && !core->stopping && code != PL_GV_ERR_LOGIN_NEWLOGIN)
        give_up(core, place, code);
    pl_book_gone(core->book, user);
}

/* Does his agent go on serving him? */
static bool goes_on(void *arg, const struct pl_contact *c)
{
    const struct pl_core *core = arg;
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, c->agent);
    return agent && agent->agent && agent->agent->client == c->client;
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
            give_up(core, place_of(core, users[i]), PL_GV_ERR_CONNECT_ABORT);
    } while (n > 0);
    if (next != PL_TIME_NEVER)
        pl_emit_timer(core, &core->returns, next);
    pl_book_end_rest(core->book, core->now, goes_on, core);
    keep_book(core);
}

/* ---- what was kept ---- */

static enum pl_err learn_seat(struct pl_core *core, const struct pl_counter_seat *seat)
{
    struct pl_place *place = make_place(core, seat->user);
    if (!place)
        return core->out_of_memory ? PL_E_NOMEM : PL_E_LIMIT;
    place->kept = true;
    place->seat = *seat;
    place->seat.secret = pl_bytes_of(place->secret, 0);
    if (seat->secret.len == SECRET) {
        memcpy(place->secret, seat->secret.data, SECRET);
        place->seat.secret.len = SECRET;
    }
    pl_counter_serials_above(core->counter, seat->serial);
    if (seat->stretch) {
        const struct pl_stretch s = {.id = seat->stretch,
                                     .agent = seat->user,
                                     .area = seat->area,
                                     .status = seat->status,
                                     .client = seat->client,
                                     .from_ms = seat->stretch / PL_CONTACT_IDS_PER_MS};
        pl_book_cut_stretch(core->book, core->now, &s);
        keep_book(core);
    }
    wait_for_him(core, place);
    if (seat->call_back &&
        pl_counter_return_queue(core->counter, core->now, seat) == PL_GV_ERR_SUCCESS) {
        place->waits = false; /* it needs nobody */
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

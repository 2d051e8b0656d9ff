/* SPDX-License-Identifier: Apache-2.0 */
#include "core/ticket_place.h"

#include "core/emit.h"
#include "core/ticket.h"

#include <stdlib.h>

enum { PLACES_EACH = 2 }; /* for each session */

void pl_places_init(struct pl_core *core)
{
    size_t limit = (size_t)PLACES_EACH * core->config.max_sessions;
    pl_idmap_init(&core->places, limit);
    pl_strmap_init(&core->places_by_secret, limit, core->config.hash_seed);
    core->returns.kind = PL_TIMER_PLACES;
}

static void free_place(struct pl_place *place)
{
    free(place->others);
    free(place);
}

void pl_places_finish(struct pl_core *core)
{
    struct pl_place *place;
    size_t cursor = 0;
    while ((place = pl_idmap_next(&core->places, &cursor)))
        free_place(place);
    pl_strmap_finish(&core->places_by_secret);
    pl_idmap_finish(&core->places);
}

struct pl_place *pl_place_of(const struct pl_core *core, int32_t user)
{
    return pl_idmap_get(&core->places, (uint32_t)user);
}

struct pl_place *pl_place_make(struct pl_core *core, int32_t user)
{
    struct pl_place *place = pl_place_of(core, user);
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

static struct pl_bytes secret_of(const struct pl_place *place)
{
    return pl_bytes_of(place->secret, PL_PLACE_SECRET);
}

static void forget_secret(struct pl_core *core, struct pl_place *place)
{
    if (place->has_secret)
        pl_strmap_remove(&core->places_by_secret, secret_of(place));
    place->has_secret = false;
}

void pl_place_drop(struct pl_core *core, struct pl_place *place)
{
    forget_secret(core, place);
    pl_idmap_remove(&core->places, (uint32_t)place->user);
    free_place(place);
}

/* Of a place that was kept. The same secret twice (rows of others): the first has it. */
static void put_secret(struct pl_core *core, struct pl_place *place, struct pl_bytes secret)
{
    if (place->user >= 0 || secret.len != PL_PLACE_SECRET ||
        pl_strmap_get(&core->places_by_secret, secret))
        return;
    memcpy(place->secret, secret.data, PL_PLACE_SECRET);
    place->has_secret = pl_strmap_put(&core->places_by_secret, secret_of(place), place) == PL_OK;
}

bool pl_place_put_seat(struct pl_core *core, struct pl_place *place,
                       const struct pl_counter_seat *seat)
{
    size_t count =
        seat->other_count < PL_CONTACT_OTHERS_MAX ? seat->other_count : PL_CONTACT_OTHERS_MAX;
    struct pl_counter_held *others = NULL;
    if (count > 0) {
        others = malloc(count * sizeof(*others));
        if (!others)
            return false;
        memcpy(others, seat->others, count * sizeof(*others));
    }
    free(place->others);
    forget_secret(core, place);
    place->others = others;
    place->seat = *seat;
    place->seat.others = others;
    place->seat.other_count = count;
    place->seat.secret = pl_bytes_of(NULL, 0);
    put_secret(core, place, seat->secret);
    return true;
}

void pl_place_wait(struct pl_core *core, struct pl_place *place)
{
    place->waits = true;
    place->until = core->now + core->config.return_us;
    if (!pl_heap_armed(&core->returns.node))
        pl_emit_timer(core, &core->returns, place->until);
}

void pl_place_found(struct pl_core *core, struct pl_place *place)
{
    place->waits = false;
    forget_secret(core, place);
    free(place->others);
    place->others = NULL;
    place->seat.others = NULL;
    place->seat.other_count = 0;
}

/* ---- who is known by them ---- */

bool pl_tickets_waits_for(const struct pl_core *core, int32_t user)
{
    const struct pl_place *place = pl_place_of(core, user);
    return place && place->waits;
}

int32_t pl_tickets_guest(const struct pl_core *core, struct pl_bytes token)
{
    const struct pl_place *place;
    if (token.len != PL_TOKEN_CHARS)
        return 0;
    place = pl_strmap_get(&core->places_by_secret, pl_bytes_of(token.data, PL_PLACE_SECRET));
    return place && place->waits ? place->user : 0;
}

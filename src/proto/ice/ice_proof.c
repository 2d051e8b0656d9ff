/* SPDX-License-Identifier: Apache-2.0 */
/* Our own checks: does the peer receive at the address that it has nominated? */
#include "proto/ice/ice_private.h"

/* Of a peer-reflexive candidate (RFC 8445 section 5.1.2), which is all that we could be. */
#define PRIORITY (110u << 24 | 65535u << 8 | 255u)

static bool can_ask(const struct pl_ice *ice)
{
    return ice->random && ice->remote_pwd.len > 0;
}

/* The limit on how many paths are asked: some are paid for in advance. False: later. */
static bool pay(struct pl_ice_ask *a, pl_time_us now)
{
    const pl_time_us credit = (PL_ICE_ASK_BURST - 1) * PL_ICE_ASK_PAUSE_US;
    if (a->paid > now + credit) {
        a->at = a->paid - credit;
        return false;
    }
    a->paid = (a->paid > now ? a->paid : now) + PL_ICE_ASK_PAUSE_US;
    return true;
}

void pl_ice_ask_wait(struct pl_ice *ice)
{
    ice->ask.sent = 0;
    ice->ask.due = false;
    ice->ask.at = PL_TIME_NEVER;
}

static void begin(struct pl_ice *ice, pl_time_us now)
{
    pl_ice_ask_wait(ice);
    if (!can_ask(ice))
        return;
    ice->random->fill(ice->random, ice->ask.id, sizeof(ice->ask.id));
    ice->ask.at = now;
    pl_ice_ask_tick(ice, now);
}

void pl_ice_ask(struct pl_ice *ice, pl_time_us now, int slot)
{
    if (ice->ask.slot == slot)
        return;
    ice->ask.slot = (int16_t)slot;
    begin(ice, now);
}

void pl_ice_ask_known(struct pl_ice *ice, pl_time_us now)
{
    if (ice->ask.slot >= 0)
        begin(ice, now);
}

void pl_ice_ask_tick(struct pl_ice *ice, pl_time_us now)
{
    struct pl_ice_ask *a = &ice->ask;
    if (a->slot < 0 || now < a->at)
        return;
    if (a->sent == PL_ICE_ASKS_MAX) {
        ice->stats.unproven++;
        pl_ice_ask_cancel(ice);
        return;
    }
    if (a->sent == 0) {
        if (!pay(a, now))
            return;
        ice->stats.asked++;
    }
    a->due = true;
    a->at = pl_ice_after(now, PL_ICE_ASK_RTO_US << a->sent);
    a->sent++;
}

void pl_ice_ask_write(struct pl_ice *ice, struct pl_writer *w)
{
    char name[PL_ICE_TEXT_MAX + 1 + PL_ICE_LOCAL_UFRAG_MAX];
    struct pl_writer username = pl_writer_of((uint8_t *)name, sizeof(name));
    ice->ask.due = false;
    pl_write_bytes(&username, ice->remote_ufrag);
    pl_write_str(&username, ":");
    pl_write_str(&username, ice->current.local.ufrag);
    pl_stun_write_check(w, ice->ask.id,
                        &(struct pl_stun_check){
                            .username = pl_writer_done(&username),
                            .password = ice->remote_pwd,
                            .tie_breaker = pl_ice_tag(pl_bytes_of(ice->ask.id, PL_STUN_ID_BYTES)),
                            .priority = PRIORITY,
                        });
}

static void prove(struct pl_ice *ice, int slot)
{
    const struct pl_addr *remote = &ice->slots[slot].path.remote;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        struct pl_ice_slot *s = &ice->slots[i];
        if (pl_ice_slot_valid(s) && pl_addr_eq(&s->path.remote, remote))
            s->proven = true;
    }
}

enum pl_err pl_ice_ask_answered(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *from,
                                const struct pl_stun_view *answer)
{
    struct pl_ice_ask *a = &ice->ask;
    enum pl_err err;
    int slot;
    pl_ice_path_expire(ice, now);
    slot = a->slot;
    if (slot < 0 || a->sent == 0 || pl_ice_path_find(ice, from) != slot ||
        answer->method != PL_STUN_METHOD_BINDING || memcmp(answer->id, a->id, sizeof(a->id)) != 0)
        return PL_E_IGNORED;
    err = pl_stun_check_integrity(answer, ice->remote_pwd);
    if (err != PL_OK)
        return err == PL_E_NOT_FOUND ? PL_E_PROTO : err;
    pl_ice_ask_cancel(ice);
    prove(ice, slot);
    ice->stats.proven++;
    pl_ice_path_select(ice, slot);
    return PL_OK;
}

void pl_ice_secured(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *path)
{
    int slot = path ? pl_ice_path_find(ice, path) : -1;
    ice->secured = true;
    if (slot >= 0)
        prove(ice, slot);
    if (ice->selected >= 0 && !ice->slots[ice->selected].proven)
        pl_ice_ask(ice, now, ice->selected);
}

bool pl_ice_proven(const struct pl_ice *ice, const struct pl_ice_path *path)
{
    int slot = pl_ice_path_find(ice, path);
    return slot >= 0 && ice->slots[slot].proven;
}

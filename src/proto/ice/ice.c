/* SPDX-License-Identifier: Apache-2.0 */
/* Life, credentials, drains and questions; requests are judged in ice_input.c. */
#include "proto/ice/ice.h"

#include "proto/ice/ice_private.h"

#include <assert.h>
#include <openssl/crypto.h>

_Static_assert(sizeof(struct pl_ice_path) == 24, "no padding: compared and hashed as it is");
_Static_assert(sizeof(struct pl_ice) <= 2176, "an agent stays near 2 kB");

#define UFRAG_MADE   8
#define PWD_MADE     24

#define ANSWER_BYTES 128 /* no answer is longer */

/* 64 characters: six random bits each, without bias. */
static const char ice_chars[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void make_text(char *text, size_t len, struct pl_random *random)
{
    uint8_t dice[PL_ICE_LOCAL_PWD_MAX];
    assert(len <= sizeof(dice));
    random->fill(random, dice, len);
    for (size_t i = 0; i < len; i++)
        text[i] = ice_chars[dice[i] & 63];
    text[len] = '\0';
    OPENSSL_cleanse(dice, sizeof(dice));
}

void pl_ice_credentials_make(struct pl_ice_credentials *out, struct pl_random *random)
{
    *out = (struct pl_ice_credentials){0};
    make_text(out->ufrag, UFRAG_MADE, random);
    make_text(out->pwd, PWD_MADE, random);
}

static bool text_fits(struct pl_bytes text, size_t min, size_t max)
{
    if (text.len < min || text.len > max)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!memchr(ice_chars, text.data[i], sizeof(ice_chars) - 1))
            return false;
    }
    return true;
}

static bool credentials_fit(const struct pl_ice_credentials *c)
{
    struct pl_bytes ufrag = pl_bytes_of(c->ufrag, strnlen(c->ufrag, sizeof(c->ufrag)));
    struct pl_bytes pwd = pl_bytes_of(c->pwd, strnlen(c->pwd, sizeof(c->pwd)));
    return text_fits(ufrag, PL_ICE_UFRAG_MIN, PL_ICE_LOCAL_UFRAG_MAX) &&
           text_fits(pwd, PL_ICE_PWD_MIN, PL_ICE_LOCAL_PWD_MAX);
}

void pl_ice_init(struct pl_ice *ice, const struct pl_ice_config *config, pl_time_us now)
{
    assert(credentials_fit(&config->credentials));
    memset(ice, 0, sizeof(*ice));
    ice->consent_us = config->consent_us ? config->consent_us : PL_ICE_CONSENT_DEFAULT_US;
    ice->connect_by = config->connect_us ? pl_ice_after(now, config->connect_us) : PL_TIME_NEVER;
    ice->selected = -1;
    ice->random = config->random;
    pl_ice_ask_cancel(ice);
    ice->current.local = config->credentials;
    ice->current.live = true;
}

void pl_ice_finish(struct pl_ice *ice)
{
    OPENSSL_cleanse(ice, sizeof(*ice));
    ice->selected = -1;
    ice->connect_by = PL_TIME_NEVER;
    pl_ice_ask_cancel(ice);
}

enum pl_err pl_ice_set_remote(struct pl_ice *ice, pl_time_us now, struct pl_bytes ufrag,
                              struct pl_bytes pwd)
{
    if (!text_fits(ufrag, PL_ICE_UFRAG_MIN, PL_ICE_TEXT_MAX) ||
        !text_fits(pwd, PL_ICE_PWD_MIN, PL_ICE_TEXT_MAX))
        return PL_E_RANGE;
    ice->current.remote_tag = pl_ice_tag(ufrag);
    ice->current.remote_known = true;
    ice->remote_ufrag = ufrag;
    ice->remote_pwd = pwd;
    pl_ice_ask_known(ice, now);
    return PL_OK;
}

bool pl_ice_remote_restarted(const struct pl_ice *ice, struct pl_bytes ufrag)
{
    return ice->current.remote_known && ice->current.remote_tag != pl_ice_tag(ufrag);
}

void pl_ice_restart(struct pl_ice *ice, const struct pl_ice_credentials *credentials)
{
    uint32_t number = ice->current.number + 1;
    assert(credentials_fit(credentials));
    /* RFC 8445 section 9: a restart changes both; the same ufrag could not be told apart. */
    assert(strcmp(credentials->ufrag, ice->current.local.ufrag) != 0);
    if (ice->selected >= 0 && !ice->previous.live) {
        ice->previous = ice->current;
    } else {
        /* Either nothing to keep alive, or a second restart before the first has succeeded: then
         * the oldest generation still carries the selected path, and the one between dies. */
        if (ice->selected < 0)
            ice->previous = (struct pl_ice_generation){0};
        pl_ice_pend(ice, PL_ICE_EVENT_RESTARTED);
    }
    ice->current =
        (struct pl_ice_generation){.local = *credentials, .number = number, .live = true};
    ice->remote_ufrag = ice->remote_pwd = pl_bytes_of(NULL, 0);
    pl_ice_ask_wait(ice);
}

bool pl_ice_knows_ufrag(const struct pl_ice *ice, struct pl_bytes ufrag)
{
    return (ice->current.live && pl_bytes_eq_str(ufrag, ice->current.local.ufrag)) ||
           (ice->previous.live && pl_bytes_eq_str(ufrag, ice->previous.local.ufrag));
}

/* ---- time ---- */

void pl_ice_tick(struct pl_ice *ice, pl_time_us now)
{
    pl_ice_path_expire(ice, now);
    pl_ice_ask_tick(ice, now);
    if (ice->connect_by != PL_TIME_NEVER && now >= ice->connect_by) {
        ice->connect_by = PL_TIME_NEVER;
        pl_ice_pend(ice, PL_ICE_EVENT_TIMEOUT);
    }
}

pl_time_us pl_ice_deadline(const struct pl_ice *ice)
{
    return pl_time_min(pl_time_min(ice->connect_by, ice->ask.at), pl_ice_path_deadline(ice));
}

/* ---- drains ---- */

/* The key of an answer; false when its generation has died in the meantime. */
static bool key_of(const struct pl_ice *ice, const struct pl_ice_answer *a, struct pl_bytes *key)
{
    const struct pl_ice_generation *g = &ice->current;
    *key = pl_bytes_of(NULL, 0);
    /* RFC 8489 section 9.1.3: 400 and 401 go without MESSAGE-INTEGRITY. */
    if (a->code == PL_STUN_CODE_BAD_REQUEST || a->code == PL_STUN_CODE_UNAUTHENTICATED)
        return true;
    if (g->number != a->generation)
        g = &ice->previous;
    if (!g->live || g->number != a->generation)
        return false;
    *key = pl_bytes_str(g->local.pwd);
    return true;
}

static void write_answer(struct pl_writer *w, const struct pl_ice_answer *a, struct pl_bytes key)
{
    if (a->code == 0)
        pl_stun_write_success(w, a->id, &a->path.remote, key);
    else
        pl_stun_write_failure(w, a->id, a->code, a->unknown, a->unknown_count, key);
}

static void drop_answer(struct pl_ice *ice)
{
    ice->answer_head = (uint8_t)((ice->answer_head + 1) % PL_ICE_OUTPUTS_MAX);
    ice->answer_count--;
}

static enum pl_err write_ask(struct pl_ice *ice, struct pl_buf buf, struct pl_bytes *datagram,
                             struct pl_ice_path *to)
{
    struct pl_writer w = pl_writer_of(buf.data, buf.len);
    if (buf.len < PL_ICE_DATAGRAM_BYTES)
        return PL_E_SPACE;
    *to = ice->slots[ice->ask.slot].path;
    pl_ice_ask_write(ice, &w);
    if (!pl_writer_ok(&w))
        return PL_E_CRYPTO;
    *datagram = pl_writer_done(&w);
    return PL_OK;
}

enum pl_err pl_ice_next_output(struct pl_ice *ice, struct pl_buf buf, struct pl_bytes *datagram,
                               struct pl_ice_path *to)
{
    while (ice->answer_count > 0) {
        uint8_t bytes[ANSWER_BYTES];
        struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
        const struct pl_ice_answer *a = &ice->answers[ice->answer_head];
        struct pl_bytes key;
        if (!key_of(ice, a, &key)) {
            drop_answer(ice);
            continue;
        }
        write_answer(&w, a, key);
        if (pl_writer_ok(&w) && w.pos > buf.len)
            return PL_E_SPACE;
        *to = a->path;
        drop_answer(ice);
        if (!pl_writer_ok(&w))
            return PL_E_CRYPTO; /* its size is bounded: only the HMAC can have failed */
        memcpy(buf.data, bytes, w.pos);
        *datagram = pl_bytes_of(buf.data, w.pos);
        return PL_OK;
    }
    return ice->ask.due ? write_ask(ice, buf, datagram, to) : PL_E_AGAIN;
}

/* Moves one slot from a state to the next; false when none is in it. */
static bool take_slot_event(struct pl_ice *ice, uint8_t from, uint8_t to, struct pl_ice_path *path)
{
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        if (ice->slots[i].state != from)
            continue;
        ice->slots[i].state = to;
        *path = ice->slots[i].path;
        return true;
    }
    return false;
}

enum pl_err pl_ice_next_event(struct pl_ice *ice, struct pl_ice_event *event)
{
    for (unsigned type = PL_ICE_EVENT_PATH_REMOVED; type <= PL_ICE_EVENT_TIMEOUT; type++) {
        *event = (struct pl_ice_event){.type = (enum pl_ice_event_type)type};
        if (type == PL_ICE_EVENT_PATH_REMOVED) {
            if (take_slot_event(ice, SLOT_GONE, SLOT_FREE, &event->path))
                return PL_OK;
        } else if (type == PL_ICE_EVENT_PATH_ADDED) {
            if (take_slot_event(ice, SLOT_NEW, SLOT_LIVE, &event->path))
                return PL_OK;
        } else if (ice->pending & 1u << type) {
            pl_ice_unpend(ice, event->type);
            if (type == PL_ICE_EVENT_CONNECTED || type == PL_ICE_EVENT_SELECTED)
                (void)pl_ice_selected(ice, &event->path);
            return PL_OK;
        }
    }
    return PL_E_AGAIN;
}

/* ---- questions ---- */

bool pl_ice_validated(const struct pl_ice *ice, const struct pl_ice_path *path)
{
    return pl_ice_path_find(ice, path) >= 0;
}

bool pl_ice_selected(const struct pl_ice *ice, struct pl_ice_path *out)
{
    if (ice->selected < 0)
        return false;
    *out = ice->slots[ice->selected].path;
    return true;
}

bool pl_ice_send_path(const struct pl_ice *ice, struct pl_ice_path *out)
{
    int best = -1;
    if (pl_ice_selected(ice, out))
        return true;
    for (int i = 0; i < PL_ICE_SLOTS; i++) {
        if (!pl_ice_slot_valid(&ice->slots[i]) || (ice->secured && !ice->slots[i].proven))
            continue;
        if (best < 0 || ice->slots[i].seen_at > ice->slots[best].seen_at)
            best = i;
    }
    if (best >= 0)
        *out = ice->slots[best].path;
    return best >= 0;
}

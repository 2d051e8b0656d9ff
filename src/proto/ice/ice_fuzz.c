/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as dice: which call, when, from where, with what request; the invariants after each. */
#include "proto/ice/ice_private.h"

#include "base/rng.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct pl_ice_credentials generations[4] = {
    {"genA", "passwordpasswordpasswA"},
    {"genB", "passwordpasswordpasswB"},
    {"genC", "passwordpasswordpasswC"},
    {"genD", "passwordpasswordpasswD"},
};

static struct pl_ice_path roll_path(struct pl_reader *dice)
{
    uint8_t n = pl_read_u8(dice);
    return (struct pl_ice_path){.remote = pl_addr_ipv4(10, 0, 0, n & 31, 9), .local = n >> 6};
}

/* A well-formed request with one or the other defect. */
static struct pl_bytes roll_request(struct pl_reader *dice, uint8_t *buf, size_t size)
{
    uint8_t kind = pl_read_u8(dice), id[PL_STUN_ID_BYTES] = {pl_read_u8(dice)};
    const struct pl_ice_credentials *c = &generations[kind & 3];
    struct pl_writer w = pl_writer_of(buf, size);
    char name[16] = {0};
    memcpy(name, c->ufrag, 4);
    memcpy(name + 4, ":peer", 5);
    pl_stun_write_begin(&w, kind & 4 ? PL_STUN_REQUEST : (enum pl_stun_class)(kind >> 6), 1, id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str(name));
    if (kind & 8)
        pl_stun_write_attribute(&w, PL_STUN_USE_CANDIDATE, pl_bytes_of(NULL, 0));
    if (kind & 16)
        pl_stun_write_attribute(&w, pl_read_u16(dice), pl_read_bytes(dice, pl_read_u8(dice) & 15));
    if ((kind & 0xe0) != 0x20)
        pl_stun_write_integrity(&w, pl_bytes_str(c->pwd));
    if ((kind & 0xe0) != 0x40)
        pl_stun_write_fingerprint(&w);
    return pl_writer_done(&w);
}

static struct pl_bytes roll_proof(const struct pl_ice *ice, uint8_t *buf, size_t size)
{
    struct pl_addr mapped = pl_addr_ipv4(10, 0, 0, 1, 9);
    struct pl_writer w = pl_writer_of(buf, size);
    pl_stun_write_success(&w, ice->ask.id, &mapped, ice->remote_pwd);
    return pl_writer_done(&w);
}

static struct pl_random_seeded chance;

static void drain(struct pl_ice *ice)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path path;
    struct pl_ice_event e;
    struct pl_stun_view v;
    int events = 0;
    while (pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &path) == PL_OK)
        assert(pl_stun_read(datagram, &v) == PL_OK && v.fingerprint_valid && v.class != 1);
    while (pl_ice_next_event(ice, &e) == PL_OK) {
        bool has_path = e.path.remote.family != PL_ADDR_NONE;
        assert(++events < 64);
        if (e.type == PL_ICE_EVENT_PATH_REMOVED)
            assert(has_path);
        else if (has_path)
            assert(pl_ice_validated(ice, &e.path));
    }
}

static void expect_sane(const struct pl_ice *ice, pl_time_us now)
{
    struct pl_ice_path path;
    int valid = 0;
    for (int i = 0; i < PL_ICE_SLOTS; i++)
        valid += pl_ice_slot_valid(&ice->slots[i]);
    assert(valid <= PL_ICE_PATHS_MAX);
    if (ice->ask.slot >= 0)
        assert(pl_ice_slot_valid(&ice->slots[ice->ask.slot]) && !ice->slots[ice->ask.slot].proven);
    if (pl_ice_selected(ice, &path))
        assert(pl_ice_validated(ice, &path) && pl_ice_send_path(ice, &path));
    assert(pl_ice_deadline(ice) > now); /* or the caller's timer would spin */
    assert(pl_ice_knows_ufrag(ice, pl_bytes_str(ice->current.local.ufrag)));
}

static void step(struct pl_ice *ice, struct pl_reader *dice, pl_time_us now, uint8_t *generation)
{
    uint8_t call = pl_read_u8(dice), buf[256];
    struct pl_ice_path path;
    struct pl_bytes m;
    switch (call & 7) {
    case 0:
        *generation = (uint8_t)((*generation + 1) & 3);
        pl_ice_restart(ice, &generations[*generation]);
        break;
    case 1:
        m = pl_read_bytes(dice, pl_read_u8(dice));
        (void)!pl_ice_set_remote(ice, now, m, pl_bytes_str(generations[0].pwd));
        break;
    case 2: /* any bytes */
        path = roll_path(dice);
        m = pl_read_bytes(dice, pl_read_u8(dice));
        (void)!pl_ice_input(ice, now, &path, m);
        break;
    case 3: /* the proof, in earnest or from elsewhere */
        path = call & 32 && ice->ask.slot >= 0 ? ice->slots[ice->ask.slot].path : roll_path(dice);
        m = roll_proof(ice, buf, sizeof(buf));
        (void)!pl_ice_input(ice, now, &path, m);
        break;
    case 4:
        path = roll_path(dice);
        if (!ice->secured && call & 32)
            pl_ice_secured(ice, now, call & 64 ? &path : NULL);
        break;
    default:
        path = roll_path(dice);
        m = roll_request(dice, buf, sizeof(buf));
        (void)!pl_ice_input(ice, now, &path, m);
        break;
    }
    if (call & 8)
        drain(ice);
    pl_ice_tick(ice, now);
    if (call & 16)
        drain(ice);
    expect_sane(ice, now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_reader dice = pl_reader_of(pl_bytes_of(data, size));
    struct pl_ice ice;
    pl_time_us now = PL_SEC(1);
    uint8_t generation = 0;
    pl_random_seeded_init(&chance, 1);
    pl_ice_init(&ice,
                &(struct pl_ice_config){.credentials = generations[0],
                                        .random = &chance.base,
                                        .connect_us = PL_SEC(pl_read_u8(&dice) & 31)},
                now);
    for (int i = 0; i < 500 && pl_reader_left(&dice) > 0; i++) {
        uint8_t wait = pl_read_u8(&dice);
        now += wait < 250 ? PL_MS(wait) : PL_SEC(wait - 240);
        step(&ice, &dice, now, &generation);
    }
    drain(&ice);
    pl_ice_finish(&ice);
    return 0;
}

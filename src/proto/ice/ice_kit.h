/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of this folder: an agent with known credentials, and a peer's requests. */
#ifndef PL_PROTO_ICE_ICE_KIT_H
#define PL_PROTO_ICE_ICE_KIT_H

#include "pl_test.h"

#include "proto/ice/ice.h"

#define UFRAG "serv0001"
#define PWD   "serverpasswordserverpass"

/* Where time starts: not 0, so that a forgotten time shows. */
#define T0 PL_SEC(1000)

/* What a request says; zeros are a plain, correct check. */
struct ask {
    const char *username; /* UFRAG ":peer" */
    const char *pwd;      /* PWD; "" leaves the integrity out */
    uint32_t id;          /* a fresh one */
    uint16_t extra_type;  /* an attribute more, empty */
    bool nominate;
    bool controlled;
    bool no_username;
};

static inline void kit_id(uint32_t number, uint8_t id[PL_STUN_ID_BYTES])
{
    memset(id, 0x5a, PL_STUN_ID_BYTES);
    pl_put_u32(id + 8, number);
}

static inline struct pl_bytes kit_write(struct ask ask, uint8_t *buf, size_t size)
{
    static uint32_t fresh = 1000000;
    uint8_t id[PL_STUN_ID_BYTES];
    struct pl_writer w = pl_writer_of(buf, size);
    const char *pwd = ask.pwd ? ask.pwd : PWD;
    kit_id(ask.id ? ask.id : ++fresh, id);
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    if (!ask.no_username)
        pl_stun_write_attribute(&w, PL_STUN_USERNAME,
                                pl_bytes_str(ask.username ? ask.username : UFRAG ":peer"));
    pl_stun_write_attribute_u64(
        &w, ask.controlled ? PL_STUN_ICE_CONTROLLED : PL_STUN_ICE_CONTROLLING, 42);
    pl_stun_write_attribute_u32(&w, PL_STUN_PRIORITY, 1);
    if (ask.nominate)
        pl_stun_write_attribute(&w, PL_STUN_USE_CANDIDATE, pl_bytes_of(NULL, 0));
    if (ask.extra_type)
        pl_stun_write_attribute(&w, ask.extra_type, pl_bytes_of(NULL, 0));
    if (*pwd)
        pl_stun_write_integrity(&w, pl_bytes_str(pwd));
    pl_stun_write_fingerprint(&w);
    assert_true(pl_writer_ok(&w));
    return pl_writer_done(&w);
}

static inline struct pl_ice_path kit_path(unsigned n)
{
    return (struct pl_ice_path){.remote = pl_addr_ipv4(192, 0, 2, (uint8_t)n, (uint16_t)(5000 + n)),
                                .local = 7};
}

static inline enum pl_err kit_send(struct pl_ice *ice, pl_time_us now, unsigned path,
                                   struct ask ask)
{
    uint8_t buf[512];
    struct pl_ice_path from = kit_path(path);
    return pl_ice_input(ice, now, &from, kit_write(ask, buf, sizeof(buf)));
}

static inline void kit_init(struct pl_ice *ice)
{
    pl_ice_init(ice, &(struct pl_ice_config){.credentials = {UFRAG, PWD}}, T0);
}

/* The next output answers on `path` with `code` (0 = success); gives its length. */
static inline size_t kit_expect_answer(struct pl_ice *ice, unsigned path, uint16_t code,
                                       const char *pwd)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to, want = kit_path(path);
    struct pl_stun_view v;
    assert_ok(pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to));
    assert_memory_equal(&to, &want, sizeof(want));
    assert_ok(pl_stun_read(datagram, &v));
    assert_int_equal(v.class, code ? PL_STUN_ERROR : PL_STUN_SUCCESS);
    assert_int_equal(v.error_code, code);
    assert_true(v.fingerprint_valid);
    if (!code)
        assert_true(pl_addr_eq(&v.xor_mapped, &want.remote));
    assert_err(*pwd ? PL_OK : PL_E_NOT_FOUND, pl_stun_check_integrity(&v, pl_bytes_str(pwd)));
    return datagram.len;
}

static inline void kit_expect_silence(struct pl_ice *ice)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to;
    assert_err(PL_E_AGAIN,
               pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to));
}

static inline void kit_close(struct pl_ice *ice, unsigned path, pl_time_us until)
{
    struct pl_ice_path p = kit_path(path);
    pl_ice_close_path(ice, &p, until);
}

/* path 0: an event without one. */
static inline void kit_expect_event(struct pl_ice *ice, enum pl_ice_event_type type, unsigned path)
{
    struct pl_ice_event e;
    struct pl_ice_path want = {0};
    if (path)
        want = kit_path(path);
    assert_ok(pl_ice_next_event(ice, &e));
    assert_int_equal(e.type, type);
    assert_memory_equal(&e.path, &want, sizeof(want));
}

static inline void kit_expect_no_event(struct pl_ice *ice)
{
    struct pl_ice_event e;
    assert_err(PL_E_AGAIN, pl_ice_next_event(ice, &e));
}

static inline void kit_drain(struct pl_ice *ice)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to;
    struct pl_ice_event e;
    while (pl_ice_next_output(ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to) == PL_OK)
        ;
    while (pl_ice_next_event(ice, &e) == PL_OK)
        ;
}

static inline bool kit_valid(const struct pl_ice *ice, unsigned path)
{
    struct pl_ice_path p = kit_path(path);
    return pl_ice_validated(ice, &p);
}

/* The selected path is this one; 0: there is none. */
static inline void kit_expect_selected(const struct pl_ice *ice, unsigned path)
{
    struct pl_ice_path p, want = kit_path(path);
    assert_int_equal(pl_ice_selected(ice, &p), path != 0);
    if (path)
        assert_memory_equal(&p, &want, sizeof(want));
}

#endif

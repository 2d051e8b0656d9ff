/* SPDX-License-Identifier: Apache-2.0 */
/* The server for our own clients: what it says, and to whom it says nothing. */
#include "pl_test.h"

#include "proto/stun/stun.h"
#include "proto/stun/stun_server.h"

#define T0 PL_SEC(1000)

static const uint8_t id[PL_STUN_ID_BYTES] = "abcdefghijkl";
static const uint8_t seed[16] = "sixteen bytes...";

struct fixture {
    struct pl_stun_server server;
    uint8_t out[64];
    size_t len;
};

static void begin(struct fixture *f)
{
    memset(f, 0, sizeof(*f));
    pl_stun_server_init(&f->server, 4, seed);
}

static struct pl_addr address(const char *text)
{
    struct pl_addr a;
    assert_ok(pl_addr_parse(&a, text));
    return a;
}

static enum pl_err ask_bytes(struct fixture *f, pl_time_us now, const char *from,
                             struct pl_bytes request)
{
    struct pl_addr a = address(from);
    struct pl_buf out = {f->out, sizeof(f->out)};
    return pl_stun_server_answer(&f->server, now, &a, request, out, &f->len);
}

/* What browsers send: 20 bytes, or 28 with FINGERPRINT. */
static enum pl_err ask(struct fixture *f, pl_time_us now, const char *from, bool fingerprint)
{
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    if (fingerprint)
        pl_stun_write_fingerprint(&w);
    return ask_bytes(f, now, from, pl_writer_done(&w));
}

static void allow(struct fixture *f, const char *text)
{
    struct pl_addr a = address(text);
    assert_ok(pl_stun_server_allow(&f->server, &a));
}

static void forbid(struct fixture *f, const char *text)
{
    struct pl_addr a = address(text);
    pl_stun_server_forbid(&f->server, &a);
}

static void expect_mapped(const struct fixture *f, const char *text, bool fingerprint)
{
    struct pl_stun_view v;
    struct pl_addr a = address(text);
    uint16_t has = PL_STUN_HAS_XOR_MAPPED_ADDRESS | (fingerprint ? PL_STUN_HAS_FINGERPRINT : 0);
    assert_ok(pl_stun_read(pl_bytes_of(f->out, f->len), &v));
    assert_int_equal(v.class, PL_STUN_SUCCESS);
    assert_memory_equal(v.id, id, sizeof(id));
    assert_int_equal(v.has, has); /* and nothing else: no SOFTWARE */
    assert_true(pl_addr_eq(&v.xor_mapped, &a));
}

static void those_on_the_list_learn_their_address(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    allow(&f, "192.0.2.7");
    assert_ok(ask(&f, T0, "192.0.2.7:4711", false));
    assert_int_equal(f.len, 32);
    expect_mapped(&f, "192.0.2.7:4711", false);
    assert_ok(ask(&f, T0, "192.0.2.7:4712", true));
    expect_mapped(&f, "192.0.2.7:4712", true);
    assert_int_equal(f.server.stats.answered, 2);
    pl_stun_server_finish(&f.server);
}

static void one_ipv6_network_is_one_address(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    allow(&f, "2001:db8::1");
    assert_ok(ask(&f, T0, "[2001:db8::aaaa:bbbb]:9", false));
    expect_mapped(&f, "[2001:db8::aaaa:bbbb]:9", false);
    assert_err(PL_E_LIMIT, ask(&f, T0, "[2001:db8:0:1::1]:9", false));
    pl_stun_server_finish(&f.server);
}

static void a_mapped_address_is_the_ipv4_one(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    allow(&f, "::ffff:192.0.2.7");
    assert_ok(ask(&f, T0, "192.0.2.7:4711", false));
    pl_stun_server_finish(&f.server);
}

static void strangers_get_no_more_than_they_sent(void **state)
{
    struct fixture f;
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    (void)state;
    begin(&f);
    assert_err(PL_E_LIMIT, ask(&f, T0, "198.51.100.1:1", false));
    assert_err(PL_E_LIMIT, ask(&f, T0, "198.51.100.1:1", true)); /* 28 bytes in, 40 out */
    assert_int_equal(f.server.stats.refused, 2);
    /* 32 bytes in, 32 out. */
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, 0x8abc, pl_bytes_str("optional"));
    assert_ok(ask_bytes(&f, T0, "198.51.100.1:1", pl_writer_done(&w)));
    assert_int_equal(f.len, w.pos);
    expect_mapped(&f, "198.51.100.1:1", false);
    for (int i = 1; i < PL_STUN_SERVER_STRANGERS; i++)
        assert_ok(ask_bytes(&f, T0, "198.51.100.1:1", pl_writer_done(&w)));
    assert_err(PL_E_LIMIT, ask_bytes(&f, T0, "198.51.100.9:1", pl_writer_done(&w)));
    pl_stun_server_finish(&f.server);
}

static void people_behind_one_address_are_counted(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f);
    allow(&f, "192.0.2.7");
    allow(&f, "192.0.2.7");
    forbid(&f, "192.0.2.7");
    assert_ok(ask(&f, T0, "192.0.2.7:1", false));
    forbid(&f, "192.0.2.7");
    assert_err(PL_E_LIMIT, ask(&f, T0, "192.0.2.7:1", false));
    forbid(&f, "192.0.2.7"); /* nobody there: harmless */
    pl_stun_server_finish(&f.server);
}

static void the_list_and_the_rate_are_bounded(void **state)
{
    struct fixture f;
    struct pl_addr fifth = address("192.0.2.5");
    (void)state;
    begin(&f);
    allow(&f, "192.0.2.1");
    allow(&f, "192.0.2.2");
    allow(&f, "192.0.2.3");
    allow(&f, "192.0.2.4");
    assert_err(PL_E_LIMIT, pl_stun_server_allow(&f.server, &fifth));
    for (int i = 0; i < PL_STUN_SERVER_BURST; i++)
        assert_ok(ask(&f, T0, "192.0.2.1:1", false));
    assert_err(PL_E_LIMIT, ask(&f, T0, "192.0.2.1:1", false));
    assert_ok(ask(&f, T0, "192.0.2.2:1", false)); /* one address does not spend another's */
    assert_err(PL_E_LIMIT, ask(&f, T0 + PL_MS(19), "192.0.2.1:1", false));
    assert_ok(ask(&f, T0 + PL_MS(20), "192.0.2.1:1", false));
    assert_err(PL_E_LIMIT, ask(&f, T0 + PL_MS(20), "192.0.2.1:1", false));
    pl_stun_server_finish(&f.server);
}

static void other_messages_are_not_for_it(void **state)
{
    struct fixture f;
    uint8_t buf[256];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    (void)state;
    begin(&f);
    allow(&f, "192.0.2.1");
    pl_stun_write_indication(&w, id);
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute(&w, PL_STUN_USERNAME, pl_bytes_str("no colon"));
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_begin(&w, PL_STUN_REQUEST, 0x003, id); /* Allocate, of TURN */
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_writer_done(&w)));
    w = pl_writer_of(buf, sizeof(buf));
    pl_stun_write_binding(&w, id);
    buf[w.pos - 1] ^= 1;
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_writer_done(&w)));
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_bytes_str("hello")));
    assert_err(PL_E_IGNORED, ask_bytes(&f, T0, "192.0.2.1:1", pl_bytes_of(NULL, 0)));
    pl_stun_server_finish(&f.server);
}

static void what_must_be_understood_and_is_not_is_named(void **state)
{
    struct fixture f;
    uint8_t buf[64];
    struct pl_writer w = pl_writer_of(buf, sizeof(buf));
    struct pl_stun_view v;
    (void)state;
    begin(&f);
    allow(&f, "192.0.2.1");
    pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    pl_stun_write_attribute_u32(&w, 0x0003, 6); /* CHANGE-REQUEST of RFC 5780 */
    assert_ok(ask_bytes(&f, T0, "192.0.2.1:1", pl_writer_done(&w)));
    assert_ok(pl_stun_read(pl_bytes_of(f.out, f.len), &v));
    assert_int_equal(v.class, PL_STUN_ERROR);
    assert_int_equal(v.error_code, PL_STUN_CODE_UNKNOWN_ATTRIBUTE);
    assert_int_equal(v.error_unknown.len, 2);
    pl_stun_server_finish(&f.server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_on_the_list_learn_their_address),
        cmocka_unit_test(one_ipv6_network_is_one_address),
        cmocka_unit_test(a_mapped_address_is_the_ipv4_one),
        cmocka_unit_test(strangers_get_no_more_than_they_sent),
        cmocka_unit_test(people_behind_one_address_are_counted),
        cmocka_unit_test(the_list_and_the_rate_are_bounded),
        cmocka_unit_test(other_messages_are_not_for_it),
        cmocka_unit_test(what_must_be_understood_and_is_not_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

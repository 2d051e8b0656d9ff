/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "base/addr.h"
#include "base/heap.h"
#include "base/hex.h"
#include "base/idmap.h"
#include "base/list.h"
#include "base/rng.h"
#include "base/strmap.h"

#include <stdio.h>

static void reader_fails_once_and_stays_failed(void **state)
{
    static const uint8_t data[] = {1, 2, 3};
    struct pl_reader r = pl_reader_of(pl_bytes_of(data, sizeof(data)));
    (void)state;
    assert_int_equal(pl_read_u16(&r), 0x0102);
    assert_int_equal(pl_read_u16(&r), 0);
    assert_false(pl_reader_ok(&r));
    assert_int_equal(pl_read_u8(&r), 0); /* the byte that was left is not given any more */
}

static void writer_never_passes_its_end(void **state)
{
    uint8_t room[5] = {0, 0, 0, 0, 0xee};
    struct pl_writer w = pl_writer_of(room, 4);
    (void)state;
    pl_write_u24(&w, 0x010203);
    pl_write_u16(&w, 0xffff);
    assert_false(pl_writer_ok(&w));
    assert_int_equal(room[3], 0);
    assert_int_equal(room[4], 0xee);
}

static void secret_compare_equals_plain_compare(void **state)
{
    (void)state;
    assert_true(pl_bytes_eq_secret(pl_bytes_str("abc"), pl_bytes_str("abc")));
    assert_false(pl_bytes_eq_secret(pl_bytes_str("abc"), pl_bytes_str("abd")));
    assert_false(pl_bytes_eq_secret(pl_bytes_str("abc"), pl_bytes_str("ab")));
}

static void err_names_are_all_different(void **state)
{
    (void)state;
    for (int a = PL_E_CLOSED; a <= 0; a++) {
        for (int b = PL_E_CLOSED; b < a; b++)
            assert_string_not_equal(pl_err_name((enum pl_err)a), pl_err_name((enum pl_err)b));
    }
}

/* The map against a plain array, 20,000 random steps. */
static void idmap_agrees_with_model(void **state)
{
    enum { KEYS = 300, LIMIT = 250 };
    static int values[KEYS];
    bool present[KEYS] = {false};
    size_t count = 0, seen = 0, cursor = 0;
    struct pl_idmap m;
    struct pl_prng rng;
    (void)state;
    pl_idmap_init(&m, LIMIT);
    pl_prng_init(&rng, 1);
    for (int step = 0; step < 20000; step++) {
        size_t k = (size_t)pl_prng_below(&rng, KEYS);
        uint64_t key = k * 64; /* same low bits: a bad hash would pile them up */
        if (pl_prng_below(&rng, 2)) {
            enum pl_err want = present[k] ? PL_E_EXISTS : count == LIMIT ? PL_E_LIMIT : PL_OK;
            assert_err(want, pl_idmap_put(&m, key, &values[k]));
            if (!want) {
                present[k] = true;
                count++;
            }
        } else {
            assert_ptr_equal(pl_idmap_remove(&m, key), present[k] ? &values[k] : NULL);
            count -= present[k];
            present[k] = false;
        }
        assert_ptr_equal(pl_idmap_get(&m, key), present[k] ? &values[k] : NULL);
        assert_int_equal(m.count, count);
    }
    while (pl_idmap_next(&m, &cursor))
        seen++;
    assert_int_equal(seen, count);
    pl_idmap_finish(&m);
}

static void strmap_agrees_with_model(void **state)
{
    enum { KEYS = 200 };
    static char names[KEYS][8];
    bool present[KEYS] = {false};
    static const uint8_t seed[16] = {7};
    struct pl_strmap m;
    struct pl_prng rng;
    (void)state;
    pl_strmap_init(&m, KEYS, seed);
    pl_prng_init(&rng, 2);
    for (int i = 0; i < KEYS; i++)
        snprintf(names[i], sizeof(names[i]), "n%d", i);
    for (int step = 0; step < 20000; step++) {
        size_t k = (size_t)pl_prng_below(&rng, KEYS);
        struct pl_bytes key = pl_bytes_str(names[k]);
        if (pl_prng_below(&rng, 2)) {
            assert_err(present[k] ? PL_E_EXISTS : PL_OK, pl_strmap_put(&m, key, names[k]));
            present[k] = true;
        } else {
            assert_ptr_equal(pl_strmap_remove(&m, key), present[k] ? names[k] : NULL);
            present[k] = false;
        }
        assert_ptr_equal(pl_strmap_get(&m, key), present[k] ? names[k] : NULL);
    }
    pl_strmap_finish(&m);
}

static void heap_gives_deadlines_in_order(void **state)
{
    enum { N = 200 };
    struct pl_heap h;
    struct pl_heap_node nodes[N] = {{0}};
    struct pl_prng rng;
    struct pl_heap_node *n;
    pl_time_us last = 0;
    size_t popped = 0;
    (void)state;
    pl_heap_init(&h);
    pl_prng_init(&rng, 3);
    for (int step = 0; step < 2000; step++) {
        size_t k = (size_t)pl_prng_below(&rng, N);
        if (pl_prng_below(&rng, 4) == 0)
            pl_heap_disarm(&h, &nodes[k]);
        else
            assert_ok(pl_heap_arm(&h, &nodes[k], pl_prng_below(&rng, 1000)));
    }
    size_t armed = h.count;
    while ((n = pl_heap_pop_due(&h, PL_TIME_NEVER - 1))) {
        assert_true(n->at >= last);
        assert_false(pl_heap_armed(n));
        last = n->at;
        popped++;
    }
    assert_int_equal(popped, armed);
    assert_int_equal(pl_heap_deadline(&h), PL_TIME_NEVER);
    pl_heap_finish(&h);
}

static void heap_keeps_the_order_of_equal_deadlines(void **state)
{
    struct pl_heap h;
    struct pl_heap_node nodes[9] = {{0}};
    (void)state;
    pl_heap_init(&h);
    for (int i = 0; i < 9; i++)
        assert_ok(pl_heap_arm(&h, &nodes[i], 5));
    assert_null(pl_heap_pop_due(&h, 4));
    for (int i = 0; i < 9; i++)
        assert_ptr_equal(pl_heap_pop_due(&h, 5), &nodes[i]);
    pl_heap_finish(&h);
}

static void addresses_have_one_spelling(void **state)
{
    char text[PL_ADDR_TEXT_MAX];
    struct pl_addr a, b;
    (void)state;
    assert_ok(pl_addr_parse(&a, "[::ffff:10.1.2.3]:7"));
    assert_ok(pl_addr_parse(&b, "10.1.2.3:7"));
    assert_true(pl_addr_eq(&a, &b));
    assert_string_equal(pl_addr_print(&a, text), "10.1.2.3:7");
    assert_ok(pl_addr_parse(&a, "::1"));
    assert_string_equal(pl_addr_print(&a, text), "[::1]:0");
    assert_ok(pl_addr_parse(&a, "[2001:db8::5]:8906"));
    assert_string_equal(pl_addr_print(&a, text), "[2001:db8::5]:8906");
}

static void bad_addresses_are_refused(void **state)
{
    static const char *const bad[] = {
        "",     "x",      "1.2.3",    "1.2.3.4:",    "1.2.3.4:x", "1.2.3.4:65536",
        "[::1", "[::1]x", "[::1]:-1", "1.2.3.4:5:6", "host:80"};
    struct pl_addr a;
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_err(PL_E_RANGE, pl_addr_parse(&a, bad[i]));
}

static void bytes_have_two_digits_each(void **state)
{
    static const uint8_t bytes[] = {0x00, 0x0f, 0xa0, 0xff};
    char text[] = "xxxxxxxxxx";
    (void)state;
    pl_hex_write(pl_bytes_of(bytes, sizeof(bytes)), text);
    assert_string_equal(text, "000fa0ffxx");
    pl_hex_str(pl_bytes_of(bytes, sizeof(bytes)), text);
    assert_string_equal(text, "000fa0ff");
    pl_hex_str(pl_bytes_of(bytes, 0), text);
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reader_fails_once_and_stays_failed),
        cmocka_unit_test(writer_never_passes_its_end),
        cmocka_unit_test(secret_compare_equals_plain_compare),
        cmocka_unit_test(err_names_are_all_different),
        cmocka_unit_test(idmap_agrees_with_model),
        cmocka_unit_test(strmap_agrees_with_model),
        cmocka_unit_test(heap_gives_deadlines_in_order),
        cmocka_unit_test(heap_keeps_the_order_of_equal_deadlines),
        cmocka_unit_test(addresses_have_one_spelling),
        cmocka_unit_test(bad_addresses_are_refused),
        cmocka_unit_test(bytes_have_two_digits_each),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/wire/bulk.h"
#include "proto/wire/limits_gen.h"

_Static_assert((int)PL_BULK_PAYLOAD_MAX == (int)PL_LIMIT_FILE_CHUNK_BYTES, "one limit");

static struct pl_bulk read_one(struct pl_bytes bytes)
{
    struct pl_bulk b;
    assert_ok(pl_bulk_read(&bytes, &b));
    assert_int_equal(bytes.len, 0);
    return b;
}

static void refused(struct pl_bytes bytes)
{
    struct pl_bulk b;
    assert_int_equal(pl_bulk_read(&bytes, &b), PL_E_PROTO);
}

static void data_is_its_head_and_the_rest(void **state)
{
    struct pl_bulk b = {.type = PL_BULK_DATA, .transfer = 7, .epoch = 2, .offset = 0x123456789a};
    uint8_t frame[PL_BULK_GRANT_BYTES];
    struct pl_bulk back;
    (void)state;
    assert_int_equal(pl_bulk_write(&b, frame), PL_BULK_HEAD_BYTES);
    memcpy(frame + PL_BULK_HEAD_BYTES, "abc", 3);
    assert_memory_equal(frame,
                        "\1\0\0\0"
                        "\0\0\0\7"
                        "\0\0\0\2"
                        "\0\0\0\x12\x34\x56\x78\x9a"
                        "abc",
                        23);
    back = read_one(pl_bytes_of(frame, 23));
    assert_int_equal(back.transfer, 7);
    assert_int_equal(back.epoch, 2);
    assert_true(back.offset == 0x123456789a);
    assert_true(pl_bytes_eq_str(back.payload, "abc"));
    refused(pl_bytes_of(frame, PL_BULK_HEAD_BYTES)); /* nothing in it */
}

static void grants_come_in_numbers(void **state)
{
    uint8_t frame[2 * PL_BULK_GRANT_BYTES];
    struct pl_bulk one = {.type = PL_BULK_GRANT, .transfer = 1, .epoch = 1, .limit = 9};
    struct pl_bulk two = {
        .type = PL_BULK_GRANT, .transfer = 2, .epoch = 3, .offset = 9, .limit = 9};
    struct pl_bytes bytes = pl_bytes_of(frame, sizeof(frame));
    struct pl_bulk b;
    (void)state;
    assert_int_equal(pl_bulk_write(&one, frame), PL_BULK_GRANT_BYTES);
    assert_int_equal(pl_bulk_write(&two, frame + PL_BULK_GRANT_BYTES), PL_BULK_GRANT_BYTES);
    assert_ok(pl_bulk_read(&bytes, &b));
    assert_true(b.transfer == 1 && b.offset == 0 && b.limit == 9);
    assert_ok(pl_bulk_read(&bytes, &b));
    assert_true(b.transfer == 2 && b.epoch == 3 && b.offset == 9 && b.limit == 9);
    assert_int_equal(bytes.len, 0);
    refused(pl_bytes_of(frame, PL_BULK_GRANT_BYTES - 1));
}

static void what_means_nothing_is_refused(void **state)
{
    uint8_t good[PL_BULK_GRANT_BYTES], frame[PL_BULK_GRANT_BYTES + 1] = {0};
    struct pl_bulk b = {.type = PL_BULK_GRANT, .transfer = 1, .epoch = 1, .offset = 5, .limit = 9};
    static const struct {
        uint8_t at, value;
    } spoilt[] = {{0, 0}, {0, 4}, {2, 1}, {7, 0}, {11, 0}, {12, 0xff}, {20, 0xff}, {27, 4}};
    (void)state;
    (void)pl_bulk_write(&b, good);
    (void)read_one(pl_bytes_of(good, sizeof(good)));
    for (size_t i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
        memcpy(frame, good, sizeof(good));
        frame[spoilt[i].at] = spoilt[i].value;
        refused(pl_bytes_of(frame, sizeof(good)));
    }
    refused(pl_bytes_of(NULL, 0));
    b = (struct pl_bulk){.type = PL_BULK_ASK, .transfer = 1, .epoch = 1};
    (void)pl_bulk_write(&b, frame);
    (void)read_one(pl_bytes_of(frame, PL_BULK_HEAD_BYTES));
    refused(pl_bytes_of(frame, PL_BULK_HEAD_BYTES + 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_is_its_head_and_the_rest),
        cmocka_unit_test(grants_come_in_numbers),
        cmocka_unit_test(what_means_nothing_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

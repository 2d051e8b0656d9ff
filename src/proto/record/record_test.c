/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/record/control.h"
#include "proto/record/tap.h"

#include "pl_test.h"

static struct pl_record_command read_back(const struct pl_record_command *c)
{
    static uint8_t bytes[PL_RECORD_LINE_MAX];
    static struct pl_record_command out;
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    const char *why;
    pl_record_write_command(&w, c);
    assert_true(pl_writer_ok(&w));
    assert_int_equal(bytes[w.pos - 1], '\n');
    assert_int_equal(pl_record_read_command(pl_writer_done(&w), &out, &why), PL_OK);
    return out;
}

static void a_start_comes_over_whole(void **state)
{
    static struct pl_record_command c = {
        .type = PL_RECORD_CMD_START,
        .id = 7000000000000001u,
        .file = "2026-11-22/call-1",
        .user = 12,
        .file_type = PL_RECORD_WEBM,
        .flags = PL_RECORD_ABREAST | PL_RECORD_STEREO,
        .width = 1280,
        .clip = -1,
        .sources = {3, UINT32_MAX},
        .source_count = 2,
        .look = {.layout = PL_RECORD_LAYOUT_CELLS,
                 .cells = {{12, 0, 0, 0, 5000, 10000}, {13, 1, 5000, 0, 5000, 10000}},
                 .cell_count = 2,
                 .names = true,
                 .utc_minutes = -480,
                 .title = "\xe5\xbd\x95\xe5\x83\x8f \"1\""},
    };
    struct pl_record_command out = read_back(&c);
    (void)state;
    assert_memory_equal(&out, &c, sizeof(c));
}

static void each_event_comes_over_whole(void **state)
{
    (void)state;
    for (int type = 0; type < PL_RECORD_EVENTS; type++) {
        static uint8_t bytes[PL_RECORD_LINE_MAX];
        struct pl_record_event e = {.type = (enum pl_record_event_type)type}, out;
        struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
        const char *why;
        e.version = type == PL_RECORD_EVENT_READY;
        e.port = type == PL_RECORD_EVENT_READY;
        pl_record_write_event(&w, &e);
        assert_int_equal(pl_record_read_event(pl_writer_done(&w), &out, &why), PL_OK);
        assert_memory_equal(&out, &e, sizeof(e));
    }
}

static void what_is_missing_or_wrong_is_named(void **state)
{
    static const char *const lines[][2] = {
        {"{", "cmd"},
        {"[]", "cmd"},
        {"{\"cmd\":\"dance\"}", "cmd"},
        {"{\"cmd\":\"stop\"}", "id"},
        {"{\"cmd\":\"stop\",\"id\":0}", "id"},
        {"{\"cmd\":\"stop\",\"id\":9007199254740992}", "id"},
        {"{\"cmd\":\"stop\",\"id\":\"1\"}", "id"},
        {"{\"cmd\":\"start\",\"id\":1,\"file\":\"\"}", "file"},
        {"{\"cmd\":\"start\",\"id\":1,\"file\":\"a\\u0000b\"}", "cmd"},
        {"{\"cmd\":\"start\",\"id\":1,\"file\":\"a\",\"type\":\"avi\"}", "type"},
        {"{\"cmd\":\"start\",\"id\":1,\"file\":\"a\",\"sources\":[0]}", "sources"},
        {"{\"cmd\":\"start\",\"id\":1,\"file\":\"a\",\"width\":4097}", "width"},
        {"{\"cmd\":\"layout\",\"id\":1,\"cells\":[{\"user\":1,\"x\":9000,\"y\":0,\"w\":2000,\"h\":"
         "1}]}",
         "cells"},
        {"{\"cmd\":\"mute\",\"source\":1,\"on\":1}", "on"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct pl_record_command c;
        const char *why;
        assert_int_equal(pl_record_read_command(pl_bytes_str(lines[i][0]), &c, &why), PL_E_PROTO);
        assert_string_equal(why, lines[i][1]);
    }
}

static void a_line_too_long_is_not_looked_at(void **state)
{
    static uint8_t bytes[PL_RECORD_LINE_MAX + 1];
    struct pl_record_command c;
    const char *why;
    (void)state;
    assert_int_equal(pl_record_read_command(pl_bytes_of(bytes, sizeof(bytes)), &c, &why),
                     PL_E_LIMIT);
}

static void a_full_writer_fails(void **state)
{
    uint8_t bytes[16];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_record_command c = {.type = PL_RECORD_CMD_STOP, .id = 1};
    (void)state;
    pl_record_write_command(&w, &c);
    assert_false(pl_writer_ok(&w));
}

static void a_tapped_packet_comes_over_whole(void **state)
{
    uint8_t bytes[PL_TAP_HEAD_BYTES + 2] = {0};
    struct pl_tap in = {.cookie = 0x1122334455667788u,
                        .stamp_us = 0x0102030405060708u,
                        .source = 77,
                        .codec = PL_TAP_CODEC_VP8,
                        .quarter_turns = 3,
                        .mirrored = true},
                  out;
    (void)state;
    pl_tap_write_head(bytes, &in);
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, sizeof(bytes)), &out), PL_OK);
    assert_int_equal(out.cookie, in.cookie);
    assert_int_equal(out.stamp_us, in.stamp_us);
    assert_int_equal(out.source, 77);
    assert_int_equal(out.codec, PL_TAP_CODEC_VP8);
    assert_int_equal(out.quarter_turns, 3);
    assert_true(out.mirrored);
    assert_false(out.report);
    assert_int_equal(out.packet.len, 2);
}

static void what_is_no_tapped_packet_is_refused(void **state)
{
    uint8_t bytes[PL_TAP_HEAD_BYTES + 1];
    struct pl_tap tap = {.codec = PL_TAP_CODEC_OPUS}, out;
    (void)state;
    pl_tap_write_head(bytes, &tap);
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, PL_TAP_HEAD_BYTES), &out), PL_E_PROTO);
    bytes[2] = 2;
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, sizeof(bytes)), &out), PL_E_UNSUPPORTED);
    bytes[2] = PL_TAP_VERSION;
    bytes[4] = 6;
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, sizeof(bytes)), &out), PL_E_PROTO);
    bytes[4] = PL_TAP_CODEC_NONE;
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, sizeof(bytes)), &out), PL_E_PROTO);
    bytes[4] = PL_TAP_CODEC_OPUS;
    bytes[0] = 'Q';
    assert_int_equal(pl_tap_read(pl_bytes_of(bytes, sizeof(bytes)), &out), PL_E_PROTO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_start_comes_over_whole),
        cmocka_unit_test(each_event_comes_over_whole),
        cmocka_unit_test(what_is_missing_or_wrong_is_named),
        cmocka_unit_test(a_line_too_long_is_not_looked_at),
        cmocka_unit_test(a_full_writer_fails),
        cmocka_unit_test(a_tapped_packet_comes_over_whole),
        cmocka_unit_test(what_is_no_tapped_packet_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

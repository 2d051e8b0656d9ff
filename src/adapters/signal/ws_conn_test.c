/* SPDX-License-Identifier: Apache-2.0 */
/* Frames as bytes in, what came of them as a line of text out: each case whole, byte by byte and
 * cut in the middle. */
#include "pl_test.h"

#include "adapters/signal/ws_conn.h"

#include <stdio.h>

static const struct pl_ws_limits limits = {
    .message_bytes = 1000,
    .fragments = 8,
    .ping_us = PL_SEC(20),
    .pong_us = PL_SEC(10),
    .close_us = PL_SEC(5),
};

struct trace {
    char text[4096];
    size_t len;
};

static void PL_PRINTF(2, 3) say(struct trace *t, const char *format, ...)
{
    va_list ap;
    int n;
    va_start(ap, format);
    n = vsnprintf(t->text + t->len, sizeof(t->text) - t->len, format, ap);
    va_end(ap);
    assert_true(n >= 0 && (size_t)n < sizeof(t->text) - t->len);
    t->len += (size_t)n;
}

static void say_event(struct trace *t, const struct pl_ws_event *ev)
{
    if (ev->kind == PL_WS_EVENT_CLOSED)
        say(t, "%s(%u) ", ev->by_peer ? "closed" : "broken", ev->code);
    else if (ev->data.len > 40)
        say(t, "%s[%zu] ", ev->kind == PL_WS_EVENT_TEXT ? "text" : "binary", ev->data.len);
    else
        say(t, "%s(%.*s) ", ev->kind == PL_WS_EVENT_TEXT ? "text" : "binary", (int)ev->data.len,
            (const char *)ev->data.data);
}

static void say_output(struct trace *t, struct pl_ws_conn *c)
{
    struct pl_bytes out;
    while (pl_ws_conn_next_output(c, &out)) {
        assert_true(out.len >= 2 && out.len <= 127);
        assert_int_equal(out.data[1], out.len - 2); /* short form, not masked */
        if (out.data[0] == 0x88)
            say(t, ">close(%u) ", out.len >= 4 ? pl_get_u16(out.data + 2) : 0);
        else if (out.data[0] == 0x8a)
            say(t, ">pong(%.*s) ", (int)out.len - 2, (const char *)out.data + 2);
        else if (out.data[0] == 0x89)
            say(t, ">ping ");
        else
            fail_msg("strange output %02x", out.data[0]);
    }
}

/* Feeds a piece; what happens goes to t, what is sent to o. */
static bool feed(struct trace *t, struct trace *o, struct pl_ws_conn *c, uint8_t *data, size_t len)
{
    uint8_t copy[4096];
    size_t used, at = 0;
    assert_true(len <= sizeof(copy));
    memcpy(copy, data, len);
    while (at < len) {
        struct pl_ws_event ev;
        enum pl_err err =
            pl_ws_conn_input(c, PL_SEC(1), (struct pl_buf){copy + at, len - at}, &used, &ev);
        at += used;
        if (err == PL_OK)
            say_event(t, &ev);
        say_output(o, c);
        if (err == PL_E_CLOSED)
            return false;
        if (err == PL_E_AGAIN)
            assert_int_equal(at, len);
    }
    return true;
}

static void run(const uint8_t *data, size_t len, size_t step, struct trace *t)
{
    struct pl_ws_conn c;
    struct trace sent = {.len = 0};
    uint8_t copy[4096];
    *t = (struct trace){.len = 0};
    assert_true(len <= sizeof(copy));
    memcpy(copy, data, len);
    pl_ws_conn_init(&c, &limits, PL_SEC(1));
    for (size_t at = 0; at < len; at += step) {
        if (!feed(t, &sent, &c, copy + at, len - at < step ? len - at : step))
            break;
    }
    say(t, "%s", sent.text);
    pl_ws_conn_finish(&c);
}

/* A mask of zero, so that payloads can be read. */
#define M4 "\0\0\0\0"

struct frame_case {
    const char *name;
    const char *bytes;
    size_t len;
    const char *want;
};

#define CASE(name, bytes, want)                                                                    \
    {                                                                                              \
        name, bytes, sizeof(bytes) - 1, want                                                       \
    }
#define A10  "aaaaaaaaaa"
#define A100 A10 A10 A10 A10 A10 A10 A10 A10 A10 A10
#define A125 A100 A10 A10 "aaaaa"

static const struct frame_case cases[] = {
    /* well-formed */
    CASE("empty text", "\x81\x80" M4, "text() "),
    CASE("text", "\x81\x85" M4 "hello", "text(hello) "),
    CASE("text, masked", "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", "text(Hello) "),
    CASE("two texts", "\x81\x81" M4 "a\x81\x81" M4 "b", "text(a) text(b) "),
    CASE("binary", "\x82\x83" M4 "\x01\x02\x03", "binary(\1\2\3) "),
    CASE("binary may be no UTF-8", "\x82\x81" M4 "\xff", "binary(\xff) "),
    CASE("empty binary", "\x82\x80" M4, "binary() "),
    CASE("125 bytes", "\x81\xfd" M4 A125, "text[125] "),
    CASE("126 bytes", "\x81\xfe\x00\x7e" M4 A125 "a", "text[126] "),
    CASE("127 bytes", "\x81\xfe\x00\x7f" M4 A125 "aa", "text[127] "),
    CASE("1000 bytes, the limit",
         "\x81\xfe\x03\xe8" M4 A100 A100 A100 A100 A100 A100 A100 A100 A100 A100, "text[1000] "),
    CASE("fragments", "\x01\x82" M4 "he\x00\x82" M4 "ll\x80\x81" M4 "o", "text(hello) "),
    CASE("empty fragments", "\x01\x80" M4 "\x00\x80" M4 "\x80\x80" M4, "text() "),
    CASE("fragments of binary", "\x02\x81" M4 "a\x80\x81" M4 "b", "binary(ab) "),
    CASE("ping between fragments", "\x01\x81" M4 "a\x89\x81" M4 "p\x80\x81" M4 "b",
         "text(ab) >pong(p) "),
    CASE("ping with 125 bytes", "\x89\xfd" M4 A125, ">pong(" A125 ") "),
    CASE("empty ping", "\x89\x80" M4, ">pong() "),
    CASE("pong nobody asked for", "\x8a\x83" M4 "abc\x81\x81" M4 "x", "text(x) "),
    CASE("character cut between fragments", "\x01\x81" M4 "\xce\x80\x81" M4 "\xba",
         "text(\xce\xba) "),
    CASE("8 fragments, the limit",
         "\x01\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4
         "\x00\x80" M4 "\x80\x80" M4,
         "text() "),
    /* reserved bits */
    CASE("RSV1", "\xc1\x80" M4, "broken(1002) >close(1002) "),
    CASE("RSV2", "\xa1\x80" M4, "broken(1002) >close(1002) "),
    CASE("RSV3", "\x91\x80" M4, "broken(1002) >close(1002) "),
    CASE("all RSV", "\xf2\x80" M4, "broken(1002) >close(1002) "),
    CASE("RSV1 on ping", "\xc9\x80" M4, "broken(1002) >close(1002) "),
    CASE("RSV3 on close", "\x98\x80" M4, "broken(1002) >close(1002) "),
    CASE("RSV1 on continuation", "\x01\x80" M4 "\xc0\x80" M4, "broken(1002) >close(1002) "),
    CASE("good, then RSV", "\x81\x81" M4 "a\xc1\x80" M4 "\x81\x81" M4 "b",
         "text(a) broken(1002) >close(1002) "),
    /* opcodes */
    CASE("opcode 3", "\x83\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 4", "\x84\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 5", "\x85\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 6", "\x86\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 7", "\x87\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 11", "\x8b\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 12", "\x8c\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 13", "\x8d\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 14", "\x8e\x80" M4, "broken(1002) >close(1002) "),
    CASE("opcode 15", "\x8f\x80" M4, "broken(1002) >close(1002) "),
    CASE("fragmented opcode 3", "\x03\x80" M4, "broken(1002) >close(1002) "),
    /* masks and lengths */
    CASE("not masked", "\x81\x02hi", "broken(1002) >close(1002) "),
    CASE("ping not masked", "\x89\x00", "broken(1002) >close(1002) "),
    CASE("close not masked", "\x88\x02\x03\xe8", "broken(1002) >close(1002) "),
    CASE("16-bit length of 125", "\x81\xfe\x00\x7d" M4 A125, "broken(1002) >close(1002) "),
    CASE("16-bit length of 0", "\x81\xfe\x00\x00" M4, "broken(1002) >close(1002) "),
    CASE("64-bit length of 5", "\x81\xff\0\0\0\0\0\0\0\x05" M4 "hello",
         "broken(1002) >close(1002) "),
    CASE("64-bit length of 65535", "\x82\xff\0\0\0\0\0\0\xff\xff" M4, "broken(1002) >close(1002) "),
    CASE("64-bit length, top bit", "\x82\xff\x80\0\0\0\0\0\0\x01" M4, "broken(1002) >close(1002) "),
    CASE("64-bit length of 2^63-1", "\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff" M4,
         "broken(1009) >close(1009) "),
    CASE("64-bit length of 65536", "\x82\xff\0\0\0\0\0\x01\0\0" M4, "broken(1009) >close(1009) "),
    CASE("one byte over the limit, judged before it comes", "\x81\xfe\x03\xe9" M4,
         "broken(1009) >close(1009) "),
    CASE("fragments over the limit",
         "\x01\xfe\x01\xf4" M4 A100 A100 A100 A100 A100 "\x80\xfe\x01\xf5" M4,
         "broken(1009) >close(1009) "),
    /* control frames */
    CASE("ping of 126", "\x89\xfe\x00\x7e" M4 A125 "a", "broken(1002) >close(1002) "),
    CASE("ping of 2^16", "\x89\xff\0\0\0\0\0\x01\0\0" M4, "broken(1002) >close(1002) "),
    CASE("pong of 126", "\x8a\xfe\x00\x7e" M4, "broken(1002) >close(1002) "),
    CASE("close of 126", "\x88\xfe\x00\x7e" M4, "broken(1002) >close(1002) "),
    CASE("ping in fragments", "\x09\x80" M4, "broken(1002) >close(1002) "),
    CASE("pong in fragments", "\x0a\x80" M4, "broken(1002) >close(1002) "),
    CASE("close in fragments", "\x08\x80" M4, "broken(1002) >close(1002) "),
    /* fragmentation */
    CASE("continuation first", "\x80\x81" M4 "a", "broken(1002) >close(1002) "),
    CASE("continuation first, more to come", "\x00\x81" M4 "a", "broken(1002) >close(1002) "),
    CASE("continuation after a whole message", "\x81\x81" M4 "a\x80\x81" M4 "b",
         "text(a) broken(1002) >close(1002) "),
    CASE("text inside a text", "\x01\x81" M4 "a\x81\x81" M4 "b", "broken(1002) >close(1002) "),
    CASE("binary inside a text", "\x01\x81" M4 "a\x02\x81" M4 "b", "broken(1002) >close(1002) "),
    CASE("continuation twice final", "\x01\x80" M4 "\x80\x80" M4 "\x80\x80" M4,
         "text() broken(1002) >close(1002) "),
    CASE("9 fragments",
         "\x01\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4 "\x00\x80" M4
         "\x00\x80" M4 "\x00\x80" M4 "\x80\x80" M4,
         "broken(1008) >close(1008) "),
    /* UTF-8 */
    CASE("lone continuation byte", "\x81\x81" M4 "\x80", "broken(1007) >close(1007) "),
    CASE("FF", "\x81\x81" M4 "\xff", "broken(1007) >close(1007) "),
    CASE("FE", "\x81\x81" M4 "\xfe", "broken(1007) >close(1007) "),
    CASE("bad byte judged before the rest comes", "\x81\x85" M4 "a\xff",
         "broken(1007) >close(1007) "),
    CASE("overlong slash", "\x81\x82" M4 "\xc0\xaf", "broken(1007) >close(1007) "),
    CASE("overlong slash, 3 bytes", "\x81\x83" M4 "\xe0\x80\xaf", "broken(1007) >close(1007) "),
    CASE("overlong slash, 4 bytes", "\x81\x84" M4 "\xf0\x80\x80\xaf", "broken(1007) >close(1007) "),
    CASE("overlong NUL", "\x81\x82" M4 "\xc0\x80", "broken(1007) >close(1007) "),
    CASE("C1", "\x81\x82" M4 "\xc1\xbf", "broken(1007) >close(1007) "),
    CASE("surrogate D800", "\x81\x83" M4 "\xed\xa0\x80", "broken(1007) >close(1007) "),
    CASE("surrogate DFFF", "\x81\x83" M4 "\xed\xbf\xbf", "broken(1007) >close(1007) "),
    CASE("U+110000", "\x81\x84" M4 "\xf4\x90\x80\x80", "broken(1007) >close(1007) "),
    CASE("5-byte form", "\x81\x85" M4 "\xf8\x88\x80\x80\x80", "broken(1007) >close(1007) "),
    CASE("cut at the end", "\x81\x82" M4 "a\xce", "broken(1007) >close(1007) "),
    CASE("cut at the end of the last fragment", "\x01\x81" M4 "a\x80\x81" M4 "\xe2",
         "broken(1007) >close(1007) "),
    CASE("bad across fragments", "\x01\x81" M4 "\xce\x80\x81" M4 "a", "broken(1007) >close(1007) "),
    CASE("edges that are right",
         "\x81\x8f" M4 "\xc2\x80\xdf\xbf\xe0\xa0\x80\xf4\x8f\xbf\xbf\xed\x9f\xbf\x7f",
         "text(\xc2\x80\xdf\xbf\xe0\xa0\x80\xf4\x8f\xbf\xbf\xed\x9f\xbf\x7f) "),
    CASE("noncharacter U+FFFF is right", "\x81\x83" M4 "\xef\xbf\xbf", "text(\xef\xbf\xbf) "),
    CASE("NUL is right", "\x81\x81" M4 "\0", "text() "),
    /* close */
    CASE("close without a code", "\x88\x80" M4, "closed(1005) >close(0) "),
    CASE("close 1000", "\x88\x82" M4 "\x03\xe8", "closed(1000) >close(1000) "),
    CASE("close with reason",
         "\x88\x85" M4 "\x03\xe9"
         "bye",
         "closed(1001) >close(1001) "),
    CASE("close 1003", "\x88\x82" M4 "\x03\xeb", "closed(1003) >close(1003) "),
    CASE("close 1014", "\x88\x82" M4 "\x03\xf6", "closed(1014) >close(1014) "),
    CASE("close 3000", "\x88\x82" M4 "\x0b\xb8", "closed(3000) >close(3000) "),
    CASE("close 4999", "\x88\x82" M4 "\x13\x87", "closed(4999) >close(4999) "),
    CASE("close of one byte", "\x88\x81" M4 "\x03", "broken(1002) >close(1002) "),
    CASE("close 0", "\x88\x82" M4 "\0\0", "broken(1002) >close(1002) "),
    CASE("close 999", "\x88\x82" M4 "\x03\xe7", "broken(1002) >close(1002) "),
    CASE("close 1004", "\x88\x82" M4 "\x03\xec", "broken(1002) >close(1002) "),
    CASE("close 1005", "\x88\x82" M4 "\x03\xed", "broken(1002) >close(1002) "),
    CASE("close 1006", "\x88\x82" M4 "\x03\xee", "broken(1002) >close(1002) "),
    CASE("close 1015", "\x88\x82" M4 "\x03\xf7", "broken(1002) >close(1002) "),
    CASE("close 1016", "\x88\x82" M4 "\x03\xf8", "broken(1002) >close(1002) "),
    CASE("close 2999", "\x88\x82" M4 "\x0b\xb7", "broken(1002) >close(1002) "),
    CASE("close 5000", "\x88\x82" M4 "\x13\x88", "broken(1002) >close(1002) "),
    CASE("close 65535", "\x88\x82" M4 "\xff\xff", "broken(1002) >close(1002) "),
    CASE("close reason not UTF-8", "\x88\x84" M4 "\x03\xe8\xc0\x80", "broken(1007) >close(1007) "),
    CASE("nothing after close", "\x88\x82" M4 "\x03\xe8\x81\x81" M4 "a\x89\x80" M4,
         "closed(1000) >close(1000) "),
    CASE("close inside a fragmented message", "\x01\x81" M4 "a\x88\x82" M4 "\x03\xe8",
         "closed(1000) >close(1000) "),
};

static void frames_do_what_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct frame_case *k = &cases[i];
        size_t steps[] = {k->len, 1, k->len / 2 + 1};
        for (size_t s = 0; s < 3; s++) {
            struct trace t;
            run((const uint8_t *)k->bytes, k->len, steps[s], &t);
            if (strcmp(t.text, k->want) != 0)
                fail_msg("%s (in steps of %zu): wanted '%s', got '%s'", k->name, steps[s], k->want,
                         t.text);
        }
    }
    print_message("# %zu frame cases\n", sizeof(cases) / sizeof(cases[0]));
}

static void every_close_code_is_judged_by_the_registry(void **state)
{
    (void)state;
    for (unsigned code = 0; code <= UINT16_MAX; code++) {
        bool want = (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) ||
                    (code >= 3000 && code < 5000);
        assert_int_equal(pl_ws_code_allowed((uint16_t)code), want);
    }
}

static void our_close_waits_for_the_answer(void **state)
{
    struct trace t = {.len = 0};
    struct pl_ws_conn c;
    struct pl_ws_event ev;
    uint8_t late[] = "\x81\x81" M4 "x\x88\x82" M4 "\x03\xe8";
    (void)state;
    pl_ws_conn_init(&c, &limits, PL_SEC(1));
    pl_ws_conn_close(&c, PL_SEC(2), PL_WS_CODE_GOING_AWAY, pl_bytes_str("drain"));
    pl_ws_conn_close(&c, PL_SEC(3), PL_WS_CODE_POLICY, pl_bytes_str("twice"));
    say_output(&t, &c);
    assert_string_equal(t.text, ">close(1001) ");
    assert_false(pl_ws_conn_open(&c));
    assert_int_equal(pl_ws_conn_deadline(&c), PL_SEC(7));
    assert_false(pl_ws_conn_tick(&c, PL_SEC(7) - 1, &ev));
    /* A message that was on its way is dropped; the answer ends it, without a second close. */
    assert_true(feed(&t, &t, &c, late, sizeof(late) - 1));
    assert_string_equal(t.text, ">close(1001) closed(1000) ");
    assert_true(pl_ws_conn_done(&c));
    pl_ws_conn_finish(&c);
}

static void our_close_gives_up_waiting(void **state)
{
    struct pl_ws_conn c;
    struct pl_ws_event ev;
    (void)state;
    pl_ws_conn_init(&c, &limits, 0);
    pl_ws_conn_close(&c, PL_SEC(1), PL_WS_CODE_NORMAL, pl_bytes_str(""));
    assert_true(pl_ws_conn_tick(&c, PL_SEC(6), &ev));
    assert_int_equal(ev.code, PL_WS_CODE_ABNORMAL);
    assert_true(pl_ws_conn_done(&c));
    assert_int_equal(pl_ws_conn_deadline(&c), PL_TIME_NEVER);
    pl_ws_conn_finish(&c);
}

static void a_long_reason_is_cut_on_a_character(void **state)
{
    struct pl_ws_conn c;
    struct pl_bytes out;
    char reason[200];
    (void)state;
    memset(reason, 'a', sizeof(reason));
    memcpy(reason + 122, "\xe2\x82\xac", 3); /* would end at byte 125 */
    pl_ws_conn_init(&c, &limits, 0);
    pl_ws_conn_close(&c, 0, PL_WS_CODE_NORMAL, pl_bytes_of(reason, sizeof(reason)));
    assert_true(pl_ws_conn_next_output(&c, &out));
    assert_int_equal(out.len, 2 + 2 + 122);
    pl_ws_conn_finish(&c);
}

static void silence_after_a_ping_ends_it(void **state)
{
    struct trace t = {.len = 0};
    struct pl_ws_conn c;
    struct pl_ws_event ev;
    (void)state;
    pl_ws_conn_init(&c, &limits, 0);
    assert_int_equal(pl_ws_conn_deadline(&c), PL_SEC(20));
    assert_false(pl_ws_conn_tick(&c, PL_SEC(20), &ev));
    say_output(&t, &c);
    assert_string_equal(t.text, ">ping ");
    assert_int_equal(pl_ws_conn_deadline(&c), PL_SEC(30));
    assert_true(pl_ws_conn_tick(&c, PL_SEC(30), &ev));
    assert_int_equal(ev.kind, PL_WS_EVENT_CLOSED);
    assert_int_equal(ev.code, PL_WS_CODE_ABNORMAL);
    pl_ws_conn_finish(&c);
}

static void any_byte_after_a_ping_keeps_it(void **state)
{
    struct pl_ws_conn c;
    struct pl_ws_event ev;
    uint8_t part = 0x81;
    size_t used;
    (void)state;
    pl_ws_conn_init(&c, &limits, 0);
    assert_false(pl_ws_conn_tick(&c, PL_SEC(20), &ev));
    assert_err(PL_E_AGAIN, pl_ws_conn_input(&c, PL_SEC(25), (struct pl_buf){&part, 1}, &used, &ev));
    assert_false(pl_ws_conn_tick(&c, PL_SEC(30), &ev));
    assert_int_equal(pl_ws_conn_deadline(&c), PL_SEC(40));
    pl_ws_conn_finish(&c);
}

static void a_ping_storm_is_answered_once_and_then_refused(void **state)
{
    struct pl_ws_limits few = limits;
    struct pl_ws_conn c;
    struct pl_ws_event ev;
    struct trace t = {.len = 0};
    uint8_t storm[60];
    size_t used;
    (void)state;
    few.frames_per_second = 5;
    few.frames_burst = 10;
    for (size_t i = 0; i < sizeof(storm); i += 6)
        memcpy(storm + i, "\x89\x80" M4, 6);
    pl_ws_conn_init(&c, &few, PL_SEC(1));
    assert_err(PL_E_AGAIN, pl_ws_conn_input(&c, PL_SEC(1), (struct pl_buf){storm, 60}, &used, &ev));
    say_output(&t, &c);
    assert_string_equal(t.text, ">pong() ");
    /* One second later there are five more tokens, and not one besides. */
    assert_err(PL_E_AGAIN, pl_ws_conn_input(&c, PL_SEC(2), (struct pl_buf){storm, 30}, &used, &ev));
    assert_err(PL_OK, pl_ws_conn_input(&c, PL_SEC(2), (struct pl_buf){storm, 6}, &used, &ev));
    assert_int_equal(ev.code, PL_WS_CODE_POLICY);
    pl_ws_conn_finish(&c);
}

/* How many binary messages in `pieces` frames each of `len` zeros go through at once. */
static int messages_before_the_end(unsigned pieces, uint16_t len)
{
    struct pl_ws_limits few = limits;
    struct pl_ws_conn c;
    struct pl_ws_event ev = {.code = 0};
    uint8_t frame[8 + 8192];
    int n = 0;
    few.frames_per_second = 5;
    few.frames_burst = 10;
    few.message_bytes = 65536;
    pl_ws_conn_init(&c, &few, PL_SEC(1));
    for (unsigned k = 0; n < 50; k = (k + 1) % pieces) {
        size_t used;
        enum pl_err err;
        memset(frame, 0, sizeof(frame));
        frame[0] = (uint8_t)((k == pieces - 1 ? 0x80 : 0) | (k == 0 ? PL_WS_BINARY : 0));
        frame[1] = 0x80 | 126;
        pl_put_u16(frame + 2, len);
        err = pl_ws_conn_input(&c, PL_SEC(1), (struct pl_buf){frame, 8 + (size_t)len}, &used, &ev);
        if (err == PL_OK && ev.kind == PL_WS_EVENT_CLOSED)
            break;
        n += err == PL_OK ? 1 : 0;
    }
    assert_true(n == 50 || ev.code == PL_WS_CODE_POLICY);
    pl_ws_conn_finish(&c);
    return n;
}

static void large_binary_messages_cost_no_frames(void **state)
{
    (void)state;
    assert_int_equal(messages_before_the_end(1, 4095), 10);
    assert_int_equal(messages_before_the_end(1, 4096), 50);
    assert_int_equal(messages_before_the_end(4, 4096), 50);
    assert_int_equal(messages_before_the_end(4, 1024), 2); /* four frames each */
}

static void our_frame_heads_use_the_shortest_form(void **state)
{
    uint8_t h[PL_WS_HEAD_MAX];
    (void)state;
    assert_int_equal(pl_ws_frame_head(h, PL_WS_TEXT, 125), 2);
    assert_memory_equal(h, "\x81\x7d", 2);
    assert_int_equal(pl_ws_frame_head(h, PL_WS_BINARY, 126), 4);
    assert_memory_equal(h, "\x82\x7e\x00\x7e", 4);
    assert_int_equal(pl_ws_frame_head(h, PL_WS_TEXT, 65535), 4);
    assert_int_equal(pl_ws_frame_head(h, PL_WS_TEXT, 65536), 10);
    assert_memory_equal(h, "\x81\x7f\0\0\0\0\0\x01\0\0", 10);
}

/* All strings of up to three bytes over the interesting ones, against a decoder by the definition.
 */
static bool decodes(const uint8_t *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
        uint8_t b = s[i++];
        int more = b < 0x80 ? 0 : b < 0xc0 ? -1 : b < 0xe0 ? 1 : b < 0xf0 ? 2 : b < 0xf8 ? 3 : -1;
        uint32_t v = more <= 0 ? b : b & (0x3fu >> more);
        if (more < 0 || n - i < (size_t)more)
            return false;
        for (int k = 0; k < more; k++, i++) {
            if ((s[i] & 0xc0) != 0x80)
                return false;
            v = v << 6 | (s[i] & 0x3f);
        }
        if (v < least[more] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
            return false;
    }
    return true;
}

static void utf8_agrees_with_its_definition(void **state)
{
    static const uint8_t b[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf,
                                0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee,
                                0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff};
    enum { N = sizeof(b) };
    (void)state;
    for (size_t i = 0; i < (size_t)N * N * N * N; i++) {
        uint8_t s[4] = {b[i % N], b[i / N % N], b[i / N / N % N], b[i / N / N / N]};
        for (size_t n = 1; n <= 4; n++)
            assert_int_equal(pl_utf8_valid(pl_bytes_of(s, n)), decodes(s, n));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_do_what_the_table_says),
        cmocka_unit_test(every_close_code_is_judged_by_the_registry),
        cmocka_unit_test(our_close_waits_for_the_answer),
        cmocka_unit_test(our_close_gives_up_waiting),
        cmocka_unit_test(a_long_reason_is_cut_on_a_character),
        cmocka_unit_test(silence_after_a_ping_ends_it),
        cmocka_unit_test(any_byte_after_a_ping_keeps_it),
        cmocka_unit_test(a_ping_storm_is_answered_once_and_then_refused),
        cmocka_unit_test(large_binary_messages_cost_no_frames),
        cmocka_unit_test(our_frame_heads_use_the_shortest_form),
        cmocka_unit_test(utf8_agrees_with_its_definition),
    };
    return cmocka_run_group_tests_name("ws_conn", tests, NULL, NULL);
}

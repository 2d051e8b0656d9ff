/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/wire/constants_gen.h"
#include "proto/wire/errors_gen.h"
#include "proto/wire/wire.h"
#include "proto/wire/wire_random.h"

#include <jansson.h>

/* Every message that is read or written here, with room for the largest. */
struct bench {
    struct pl_wire_arena made;
    struct pl_wire_arena got;
    uint8_t *text;
    size_t text_size;
};

static int set_up(void **state)
{
    struct bench *b = calloc(1, sizeof(*b));
    assert_non_null(b);
    /* The generator pads each string to 8 bytes, the reader packs them. */
    b->made =
        pl_wire_arena_of(malloc(2 * PL_WIRE_SERVER_ARENA_BYTES), 2 * PL_WIRE_SERVER_ARENA_BYTES);
    b->got = pl_wire_arena_of(malloc(PL_WIRE_SERVER_ARENA_BYTES), PL_WIRE_SERVER_ARENA_BYTES);
    b->text_size = 16u << 20;
    b->text = malloc(b->text_size);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *b = *state;
    free(b->made.data);
    free(b->got.data);
    free(b->text);
    free(b);
    return 0;
}

static const char *written(struct bench *b, const struct pl_wire_msg *msg)
{
    struct pl_writer w = pl_writer_of(b->text, b->text_size - 1);
    assert_ok(pl_wire_write(msg, &w));
    b->text[w.pos] = '\0';
    return (const char *)b->text;
}

/* ---- round trips ---- */

static void check_round_trip(struct bench *b, struct pl_prng *rng, enum pl_wire_type type)
{
    enum pl_wire_dir dir = pl_wire_desc(type)->dir;
    struct pl_wire_msg made;
    struct pl_wire_msg got;
    struct pl_wire_problem why;
    struct pl_writer w = pl_writer_of(b->text, b->text_size);
    size_t size = 0;
    pl_wire_random(rng, type, &b->made, &made);
    assert_ok(pl_wire_measure(&made, &size));
    assert_ok(pl_wire_write(&made, &w));
    assert_int_equal(w.pos, size);
    if (size > (dir == PL_WIRE_FROM_CLIENT ? PL_WIRE_CLIENT_MAX_BYTES : PL_WIRE_SERVER_MAX_BYTES))
        return; /* a string of control characters only can escape its way past the limit */
    if (dir == PL_WIRE_FROM_CLIENT)
        b->got.size = PL_WIRE_CLIENT_ARENA_BYTES;
    assert_ok(pl_wire_read(dir, pl_writer_done(&w), &b->got, &got, &why));
    b->got.size = PL_WIRE_SERVER_ARENA_BYTES;
    assert_null(why.text);
    assert_true(pl_wire_same(&made, &got));
}

static void every_message_survives_writing_and_reading(void **state)
{
    struct pl_prng rng;
    pl_prng_init(&rng, 7);
    for (enum pl_wire_type type = PL_WIRE_NONE + 1; type < PL_WIRE_TYPE_COUNT; type++) {
        int rounds = type == PL_WIRE_ENTERED ? 20 : 200;
        for (int i = 0; i < rounds; i++)
            check_round_trip(*state, &rng, type);
    }
}

/* Another implementation understands what we write, and says the same. */
static void jansson_reads_what_is_written(void **state)
{
    struct pl_wire_msg msg;
    struct pl_prng rng;
    pl_prng_init(&rng, 8);
    for (int i = 0; i < 300; i++) {
        struct bench *b = *state;
        const json_t *text;
        json_t *root;
        pl_wire_random(&rng, PL_WIRE_TEXT, &b->made, &msg);
        root = json_loads(written(b, &msg), JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(root);
        text = json_object_get(root, "text");
        assert_true(pl_bytes_eq(msg.u.text.text,
                                pl_bytes_of(json_string_value(text), json_string_length(text))));
        assert_int_equal(json_integer_value(json_object_get(root, "to")), msg.u.text.to);
        json_decref(root);
    }
}

/* ---- writing ---- */

static void writes_the_expected_text(void **state)
{
    struct pl_wire_user user = {
        .id = -2, .name = pl_bytes_str("Li"), .level = INT32_MIN, .camera = 2};
    struct pl_bytes codecs[] = {pl_bytes_str("H264"), pl_bytes_str("VP8")};
    struct pl_wire_msg hello = {.type = PL_WIRE_HELLO, .id = 1};
    struct pl_wire_msg entered = {.type = PL_WIRE_ENTERED, .seq = 9, .re = 3};
    struct pl_wire_msg codec = {.type = PL_WIRE_PUB_CODEC, .seq = 1};
    struct pl_wire_msg pong = {.type = PL_WIRE_PONG, .re = 4};
    hello.u.hello.sdk = pl_bytes_str("a\"b\\c/\n\x01\x7f\xe2\x80\xa8\xe4\xbd\xa0");
    hello.u.hello.has_video = true;
    hello.u.hello.video = codecs;
    hello.u.hello.video_count = 2;
    assert_string_equal(written(*state, &hello),
                        "{\"t\":\"hello\",\"id\":1,\"sdk\":\"a\\\"b\\\\c/\\n\\u0001\\u007f\\u2028"
                        "\xe4\xbd\xa0\",\"video\":[\"H264\",\"VP8\"]}");
    entered.u.entered.room = 7;
    entered.u.entered.members = &user;
    entered.u.entered.members_count = 1;
    assert_string_equal(
        written(*state, &entered),
        "{\"t\":\"entered\",\"seq\":9,\"re\":3,\"room\":7,\"name\":\"\",\"members\":["
        "{\"id\":-2,\"name\":\"Li\",\"level\":-2147483648,\"camera\":2,\"mic\":0,"
        "\"device\":0,\"ip\":\"\"}]}");
    codec.u.pub_codec.video = PL_WIRE_VIDEO_CODEC_VP8;
    assert_string_equal(written(*state, &codec),
                        "{\"t\":\"pub_codec\",\"seq\":1,\"video\":\"VP8\"}");
    assert_string_equal(written(*state, &pong), "{\"t\":\"pong\",\"re\":4}");
}

/* A writer of every size that is too small fails and is left where it was. */
static void a_full_writer_fails_cleanly(void **state)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_MEDIA_FAILED, .seq = 12};
    uint8_t text[128];
    size_t size = 0;
    (void)state;
    msg.u.media_failed.detail = pl_bytes_str("no \"consent\"\n");
    assert_ok(pl_wire_measure(&msg, &size));
    assert_true(size < sizeof(text));
    for (size_t room = 0; room < size; room++) {
        struct pl_writer w = pl_writer_of(text, room + 2);
        pl_write_u16(&w, 0);
        memset(text + room + 2, 0xee, sizeof(text) - room - 2);
        assert_err(PL_E_SPACE, pl_wire_write(&msg, &w));
        assert_false(pl_writer_ok(&w));
        assert_int_equal(w.pos, 2);
        assert_int_equal(text[room + 2], 0xee);
    }
}

static void assert_unwritable(const struct pl_wire_msg *msg)
{
    uint8_t text[256];
    struct pl_writer w = pl_writer_of(text, sizeof(text));
    size_t size = 1;
    assert_err(PL_E_RANGE, pl_wire_write(msg, &w));
    assert_true(pl_writer_ok(&w));
    assert_int_equal(w.pos, 0);
    assert_err(PL_E_RANGE, pl_wire_measure(msg, &size));
    assert_int_equal(size, 0);
}

static void what_breaks_the_schema_is_not_written(void **state)
{
    struct pl_wire_msg enter = {.type = PL_WIRE_ENTER, .id = 1, .u.enter.room = 0};
    struct pl_wire_msg no_id = {.type = PL_WIRE_LOGOUT};
    struct pl_wire_msg huge_id = {.type = PL_WIRE_LOGOUT, .id = PL_WIRE_MAX_INT + 1};
    struct pl_wire_msg odd_id = {.type = PL_WIRE_PING, .id = 1};
    struct pl_wire_msg no_seq = {.type = PL_WIRE_DONE, .re = 1};
    struct pl_wire_msg odd_seq = {.type = PL_WIRE_PONG, .seq = 1};
    struct pl_wire_msg watch = {.type = PL_WIRE_WATCH, .id = 1, .u.watch.kind = 2};
    struct pl_wire_msg offer = {.type = PL_WIRE_PUB_OFFER, .id = 1, .u.pub_offer.tracks_count = 18};
    (void)state;
    assert_unwritable(&enter);
    assert_unwritable(&no_id);
    assert_unwritable(&huge_id);
    assert_unwritable(&odd_id);
    assert_unwritable(&no_seq);
    assert_unwritable(&odd_seq);
    assert_unwritable(&watch);
    assert_unwritable(&offer);
}

/* What a decoder must refuse according to Unicode, chapter 3, table 3-7, and what it must not. */
static void only_utf8_is_written(void **state)
{
    static const char *const wrong[] = {
        "\x80",         "\xc0\xaf",     "\xc1\xbf",         "\xc2",
        "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
        "\xf5\x80",     "\xe2\x80",     "\xe2\x80x",        "\xf0\x90\x80",
        "\xff",         "a\xc3(",       "\xf0\x90\x80x"};
    static const char *const right[] = {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf",
                                        "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"};
    struct pl_wire_msg msg = {.type = PL_WIRE_RESUME, .id = 1};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        msg.u.resume.token = pl_bytes_str(wrong[i]);
        assert_unwritable(&msg);
    }
    for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
        msg.u.resume.token = pl_bytes_str(right[i]);
        assert_non_null(strstr(written(*state, &msg), right[i]));
    }
    msg.u.resume.token = pl_bytes_of("a\0b", 3);
    assert_unwritable(&msg);
    msg.u.resume.token =
        pl_bytes_of("0123456789012345678901234567890123456789012345678901234567890123456789", 65);
    assert_unwritable(&msg);
}

/* ---- tables ---- */

static void names_and_rows_belong_together(void **state)
{
    (void)state;
    for (enum pl_wire_type type = PL_WIRE_NONE + 1; type < PL_WIRE_TYPE_COUNT; type++) {
        const struct pl_wire_desc *desc = pl_wire_desc(type);
        enum pl_wire_dir other =
            desc->dir == PL_WIRE_FROM_CLIENT ? PL_WIRE_FROM_SERVER : PL_WIRE_FROM_CLIENT;
        assert_int_equal(pl_wire_type_of(desc->dir, pl_bytes_str(desc->name)), type);
        assert_int_equal(pl_wire_type_of(other, pl_bytes_str(desc->name)), PL_WIRE_NONE);
        if (desc->reply)
            assert_int_equal(pl_wire_desc((enum pl_wire_type)desc->reply)->dir,
                             PL_WIRE_FROM_SERVER);
    }
    assert_int_equal(pl_wire_desc(PL_WIRE_ENTER)->needs, PL_WIRE_NEEDS_USER);
    assert_int_equal(pl_wire_desc(PL_WIRE_ENTER)->reply, PL_WIRE_ENTERED);
    assert_int_equal(pl_wire_desc(PL_WIRE_HELLO)->needs, PL_WIRE_NEEDS_LINK);
    assert_int_equal(pl_wire_desc(PL_WIRE_ACK)->reply, PL_WIRE_NONE);
    assert_string_equal(pl_wire_media_kind_name(PL_WIRE_MEDIA_KIND_VIDEO), "video");
}

static void codes_have_texts(void **state)
{
    (void)state;
    assert_string_equal(pl_gv_err_text(0, PL_LANG_EN), "Success");               /* the first row */
    assert_string_equal(pl_gv_err_text(1010001, PL_LANG_EN), "Plug-in too old"); /* the last */
    assert_string_equal(pl_gv_err_text(PL_GV_ERR_ROOM_PASSERR, PL_LANG_EN), "Wrong room password");
    assert_string_equal(pl_gv_err_text(PL_GV_ERR_ROOM_PASSERR, PL_LANG_ZH),
                        "\xe6\x88\xbf\xe9\x97\xb4\xe5\xaf\x86\xe7\xa0\x81\xe9\x94\x99\xe8\xaf\xaf");
    assert_string_equal(pl_gv_err_text(-1, PL_LANG_EN), "Unknown error");
    assert_string_equal(pl_gv_err_text(105000, PL_LANG_EN), "Unknown error");
    assert_string_equal(pl_gv_err_text(INT32_MAX, PL_LANG_EN), "Unknown error");
    assert_int_equal(PL_GV_ERR_VIDEOCALL_REJECT, PL_GV_ERR_SESSION_REFUSE);
    assert_int_equal(PL_BRAC_RECORD_FLAGS_SNAPSHOT, 0x400);
    assert_int_equal(PL_LIMIT_TEXT_BYTES, 32768);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_survives_writing_and_reading),
        cmocka_unit_test(jansson_reads_what_is_written),
        cmocka_unit_test(writes_the_expected_text),
        cmocka_unit_test(a_full_writer_fails_cleanly),
        cmocka_unit_test(what_breaks_the_schema_is_not_written),
        cmocka_unit_test(only_utf8_is_written),
        cmocka_unit_test(names_and_rows_belong_together),
        cmocka_unit_test(codes_have_texts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "proto/wire/wire.h"
#include "proto/wire/wire_random.h"

#include <inttypes.h>
#include <jansson.h>

static uint8_t arena_block[PL_WIRE_SERVER_ARENA_BYTES] __attribute__((aligned(16)));
static uint8_t random_block[2 * PL_WIRE_SERVER_ARENA_BYTES] __attribute__((aligned(16)));

static enum pl_err read_as(enum pl_wire_dir dir, struct pl_bytes json, struct pl_wire_msg *out,
                           struct pl_wire_problem *why)
{
    struct pl_wire_arena arena = pl_wire_arena_of(arena_block, sizeof(arena_block));
    return pl_wire_read(dir, json, &arena, out, why);
}

/* ---- a table of what a peer may get wrong ---- */

struct refusal {
    const char *json;
    enum pl_err err;
    int64_t id;
    const char *why;
};

#define OFFER(tracks) "{\"t\":\"pub_offer\",\"id\":5,\"sdp\":\"\",\"tracks\":" tracks "}"

static const struct refusal from_client[] = {
    /* not a message at all */
    {"", PL_E_PROTO, 0, "empty message"},
    {"hello", PL_E_PROTO, 0, "not a JSON object"},
    {"[]", PL_E_PROTO, 0, "not a JSON object"},
    {"{\"t\":\"ping\",\"id\":1", PL_E_PROTO, 0, "not a JSON object"},
    {"{\"t\":\"ping\",\"id\":1}x", PL_E_PROTO, 0, "not a JSON object"},
    {"\xef\xbb\xbf{\"t\":\"ping\",\"id\":1}", PL_E_PROTO, 0, "not a JSON object"},
    {"{\"t\":\"pi\nng\",\"id\":1}", PL_E_PROTO, 0, "not a JSON object"},
    {"{\"t\":\"text\",\"id\":1,\"to\":1,\"secret\":false,\"text\":\"\xc0\xaf\"}", PL_E_PROTO, 0,
     "not UTF-8"},
    {"{\"t\":\"text\",\"id\":1,\"to\":1,\"secret\":false,\"text\":\"\\ud800\"}", PL_E_PROTO, 0,
     "not a JSON object"},
    {"{\"t\":\"ping\",\"x\":1e999}", PL_E_PROTO, 0, "number too large"},
    {"{\"t\":\"ping\",\"x\":9223372036854775808}", PL_E_PROTO, 0, "number too large"},
    {"{\"t\":\"ping\",\"x\\u0000\":1}", PL_E_PROTO, 0, "not a JSON object"},
    {"{\"t\":\"ping\",\"id\":1,\"id\":2}", PL_E_PROTO, 0, "duplicate key"},
    {"{\"t\":\"ping\",\"id\":1,\"x\":[[[[[[[[1]]]]]]]]}", PL_E_PROTO, 0, "nested too deep"},
    /* the envelope */
    {"{}", PL_E_PROTO, 0, "t: missing or not a string"},
    {"{\"t\":\"logout\",\"id\":true}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logon\"}", PL_E_UNSUPPORTED, 0, "t: unknown message"},
    {"{\"t\":\"logout\"}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logout\",\"id\":0}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logout\",\"id\":-1}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logout\",\"id\":1.0}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logout\",\"id\":\"1\"}", PL_E_PROTO, 0, "id: missing or not a positive integer"},
    {"{\"t\":\"logout\",\"id\":9007199254740992}", PL_E_PROTO, 0,
     "id: missing or not a positive integer"},
    {"{\"id\":5}", PL_E_PROTO, 5, "t: missing or not a string"},
    {"{\"t\":7,\"id\":5}", PL_E_PROTO, 5, "t: missing or not a string"},
    {"{\"t\":\"\",\"id\":5}", PL_E_UNSUPPORTED, 5, "t: unknown message"},
    {"{\"t\":\"ping\\u0000\",\"id\":5}", PL_E_UNSUPPORTED, 5, "t: unknown message"},
    {"{\"t\":\"PING\",\"id\":5}", PL_E_UNSUPPORTED, 5, "t: unknown message"},
    {"{\"t\":\"welcome\",\"id\":5}", PL_E_UNSUPPORTED, 5, "t: unknown message"},
    /* integers */
    {"{\"t\":\"enter\",\"id\":5}", PL_E_RANGE, 5, "room: missing"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":null}", PL_E_RANGE, 5, "room: missing"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":\"1\"}", PL_E_RANGE, 5, "room: not an integer"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":1e3}", PL_E_RANGE, 5, "room: not an integer"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":true}", PL_E_RANGE, 5, "room: not an integer"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":0}", PL_E_RANGE, 5, "room: out of range"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":2147483648}", PL_E_RANGE, 5, "room: out of range"},
    {"{\"t\":\"enter\",\"id\":5,\"room\":4294967297}", PL_E_RANGE, 5, "room: out of range"},
    {"{\"t\":\"ack\",\"seq\":9007199254740992}", PL_E_RANGE, 0, "seq: out of range"},
    /* bools */
    {"{\"t\":\"text\",\"id\":5,\"to\":1,\"secret\":0,\"text\":\"\"}", PL_E_RANGE, 5,
     "secret: not true or false"},
    /* strings */
    {"{\"t\":\"login\",\"id\":5,\"name\":7}", PL_E_RANGE, 5, "name: not a string"},
    {"{\"t\":\"login\",\"id\":5,\"name\":[\"a\"]}", PL_E_RANGE, 5, "name: not a string"},
    {"{\"t\":\"login\",\"id\":5,\"name\":\"root\\u0000x\"}", PL_E_RANGE, 5, "name: holds U+0000"},
    {"{\"t\":\"login\",\"id\":5,\"name\":\"a\",\"password\":1}", PL_E_RANGE, 5,
     "password: not a string"},
    {"{\"t\":\"hello\",\"id\":5,\"sdk\":\"x\",\"lang\":\"12345678901234567\"}", PL_E_RANGE, 5,
     "lang: too long"},
    /* enums */
    {"{\"t\":\"media_restart\",\"id\":5,\"peer\":0}", PL_E_RANGE, 5, "peer: not a string"},
    {"{\"t\":\"media_restart\",\"id\":5,\"peer\":\"PUB\"}", PL_E_RANGE, 5, "peer: unknown word"},
    {"{\"t\":\"media_restart\",\"id\":5,\"peer\":\"pub\\u0000\"}", PL_E_RANGE, 5,
     "peer: unknown word"},
    /* lists of strings */
    {"{\"t\":\"hello\",\"id\":5,\"sdk\":\"\",\"video\":\"VP8\"}", PL_E_RANGE, 5,
     "video: not a list"},
    {"{\"t\":\"hello\",\"id\":5,\"sdk\":\"\",\"video\":[\"VP8\",null]}", PL_E_RANGE, 5,
     "video[1]: not a string"},
    {"{\"t\":\"hello\",\"id\":5,\"sdk\":\"\",\"video\":[\"12345678901234567\"]}", PL_E_RANGE, 5,
     "video[0]: too long"},
    {"{\"t\":\"hello\",\"id\":5,\"sdk\":\"\",\"video\":[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\","
     "\"\"]}",
     PL_E_RANGE, 5, "video: too many entries"},
    /* lists of objects */
    {OFFER("{}"), PL_E_RANGE, 5, "tracks: not a list"},
    {OFFER("[7]"), PL_E_RANGE, 5, "tracks[0]: not an object"},
    {OFFER("[{\"mid\":\"0\",\"kind\":\"audio\",\"stream\":0},{\"kind\":\"audio\",\"stream\":0}]"),
     PL_E_RANGE, 5, "tracks[1].mid: missing"},
    {OFFER("[{\"mid\":\"0\",\"kind\":\"smell\",\"stream\":0}]"), PL_E_RANGE, 5,
     "tracks[0].kind: unknown word"},
    {OFFER("[{\"mid\":\"0\",\"kind\":\"audio\",\"stream\":16}]"), PL_E_RANGE, 5,
     "tracks[0].stream: out of range"},
};

static const struct refusal from_server[] = {
    {"{\"t\":\"hello\",\"seq\":1}", PL_E_UNSUPPORTED, 0, "t: unknown message"},
    {"{\"t\":\"done\"}", PL_E_RANGE, 0, "seq: missing"},
    {"{\"t\":\"done\",\"seq\":0}", PL_E_RANGE, 0, "seq: not a positive integer"},
    {"{\"t\":\"done\",\"seq\":1,\"re\":-1}", PL_E_RANGE, 0, "re: not a positive integer"},
    {"{\"t\":\"pong\",\"seq\":1}", PL_E_RANGE, 0, "seq: not expected"},
    {"{\"t\":\"logged_in\",\"seq\":1,\"self\":[]}", PL_E_RANGE, 0, "self: not an object"},
    {"{\"t\":\"logged_in\",\"seq\":1,\"self\":{}}", PL_E_RANGE, 0, "self.id: missing"},
    {"{\"t\":\"logged_in\",\"seq\":1,\"self\":{\"id\":1,\"name\":2}}", PL_E_RANGE, 0,
     "self.name: not a string"},
};

static void check_refusal(enum pl_wire_dir dir, const struct refusal *want)
{
    static const struct pl_wire_msg zero;
    char text[PL_WIRE_PROBLEM_TEXT_MAX];
    struct pl_wire_problem why;
    struct pl_wire_msg msg;
    enum pl_err err = read_as(dir, pl_bytes_str(want->json), &msg, &why);
    pl_wire_problem_print(&why, text);
    if (err != want->err || strcmp(text, want->why) != 0 || msg.id != want->id)
        fail_msg("%s gives %s, id %" PRId64 ", %s", want->json, pl_err_name(err), msg.id, text);
    assert_memory_equal(&msg.u, &zero.u, sizeof(zero.u));
    if (err == PL_E_RANGE || err == PL_E_UNSUPPORTED)
        assert_int_equal(msg.type != PL_WIRE_NONE, err == PL_E_RANGE);
}

static void nonsense_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(from_client) / sizeof(from_client[0]); i++)
        check_refusal(PL_WIRE_FROM_CLIENT, &from_client[i]);
    for (size_t i = 0; i < sizeof(from_server) / sizeof(from_server[0]); i++)
        check_refusal(PL_WIRE_FROM_SERVER, &from_server[i]);
}

/* They stand outside the numbering: an id is not needed and, when it is there, not looked at. */
static void ping_and_ack_need_no_id(void **state)
{
    static const char *const texts[] = {"{\"t\":\"ping\"}", "{\"t\":\"ping\",\"id\":7}",
                                        "{\"t\":\"ping\",\"id\":\"x\"}",
                                        "{\"seq\":0,\"t\":\"ack\"}"};
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct pl_wire_msg msg;
        assert_ok(read_as(PL_WIRE_FROM_CLIENT, pl_bytes_str(texts[i]), &msg, NULL));
        assert_int_equal(msg.id, 0);
    }
}

/* ---- the same, for every field of every message, by the tables ---- */

/* Writes a valid message and gives it back as a tree with every optional field present. */
static json_t *valid_tree(struct pl_prng *rng, enum pl_wire_type type)
{
    static uint8_t text[PL_WIRE_SERVER_MAX_BYTES];
    const struct pl_wire_object *body = &pl_wire_desc(type)->body;
    struct pl_wire_arena arena = pl_wire_arena_of(random_block, sizeof(random_block));
    for (;;) {
        struct pl_writer w = pl_writer_of(text, sizeof(text));
        struct pl_wire_msg msg;
        bool full = true;
        pl_wire_random(rng, type, &arena, &msg);
        for (size_t i = 0; i < body->fields_count; i++) {
            const struct pl_wire_field *f = &body->fields[i];
            full = full && (!f->optional || ((uint8_t *)&msg.u)[f->has]);
        }
        assert_ok(pl_wire_write(&msg, &w));
        if (full && w.pos < 32768)
            return json_loadb((char *)text, w.pos, 0, NULL);
    }
}

static enum pl_err read_tree(enum pl_wire_type type, const json_t *root,
                             struct pl_wire_problem *why)
{
    char *text = json_dumps(root, JSON_COMPACT);
    struct pl_wire_msg msg;
    enum pl_err err = read_as(pl_wire_desc(type)->dir, pl_bytes_str(text), &msg, why);
    free(text);
    return err;
}

/* Reads the message with the field replaced by value (taken over; NULL: without the field). */
static void expect_field(enum pl_wire_type type, const json_t *valid, const struct pl_wire_field *f,
                         json_t *value, const char *text)
{
    struct pl_wire_problem why;
    json_t *root = json_copy((json_t *)(uintptr_t)valid);
    enum pl_err err;
    if (value)
        json_object_set_new(root, f->name, value);
    else
        json_object_del(root, f->name);
    err = read_tree(type, root, &why);
    assert_err(text ? PL_E_RANGE : PL_OK, err);
    if (text) {
        assert_string_equal(why.text, text);
        assert_string_equal(why.within ? why.within : why.field, f->name);
    }
    json_decref(root);
}

static json_t *text_of(size_t len)
{
    char *text = malloc(len + 1);
    json_t *value;
    memset(text, 'x', len);
    value = json_stringn(text, len);
    free(text);
    return value;
}

static void check_limits(enum pl_wire_type type, const json_t *valid, const struct pl_wire_field *f)
{
    json_t *list = json_array();
    switch (f->kind) {
    case PL_WIRE_KIND_INT32:
    case PL_WIRE_KIND_INT64:
        expect_field(type, valid, f, json_integer(f->min), NULL);
        expect_field(type, valid, f, json_integer(f->max), NULL);
        expect_field(type, valid, f, json_integer(f->min - 1), "out of range");
        expect_field(type, valid, f, json_integer(f->max + 1), "out of range");
        break;
    case PL_WIRE_KIND_STRING:
        expect_field(type, valid, f, text_of(0), NULL);
        expect_field(type, valid, f, text_of(f->max_bytes), NULL);
        expect_field(type, valid, f, text_of(f->max_bytes + 1), "too long");
        break;
    case PL_WIRE_KIND_ENUM:
        for (size_t i = 0; i < f->values->count; i++)
            expect_field(type, valid, f, json_string(f->values->values[i]), NULL);
        expect_field(type, valid, f, json_string("no such word"), "unknown word");
        break;
    case PL_WIRE_KIND_LIST:
    case PL_WIRE_KIND_STRINGS:
        expect_field(type, valid, f, json_array(), NULL);
        for (size_t i = 0; i <= f->max_count; i++)
            json_array_append_new(list, json_null());
        expect_field(type, valid, f, json_incref(list), "too many entries");
        break;
    default:
        break;
    }
    json_decref(list);
}

static void every_field_keeps_its_limits(void **state)
{
    struct pl_prng rng;
    (void)state;
    pl_prng_init(&rng, 11);
    for (enum pl_wire_type type = PL_WIRE_NONE + 1; type < PL_WIRE_TYPE_COUNT; type++) {
        const struct pl_wire_object *body = &pl_wire_desc(type)->body;
        json_t *valid = valid_tree(&rng, type);
        for (size_t i = 0; i < body->fields_count; i++) {
            const struct pl_wire_field *f = &body->fields[i];
            struct pl_wire_problem why;
            json_t *wrong = json_copy(valid);
            expect_field(type, valid, f, NULL, f->optional ? NULL : "missing");
            expect_field(type, valid, f, json_null(), f->optional ? NULL : "missing");
            json_object_set_new(wrong, f->name, json_real(0.5)); /* the wrong type for all kinds */
            assert_err(PL_E_RANGE, read_tree(type, wrong, &why));
            assert_string_equal(why.field, f->name);
            json_decref(wrong);
            check_limits(type, valid, f);
        }
        json_decref(valid);
    }
}

/* ---- bounds of the whole message ---- */

static void unknown_fields_are_ignored(void **state)
{
    struct pl_wire_msg msg;
    (void)state;
    assert_ok(read_as(PL_WIRE_FROM_CLIENT,
                      pl_bytes_str("{\"x\":[{\"y\":[1.5,\"}]\",null]}],\"t\":\"leave\",\"id\":3,"
                                   "\"room\":-1,\"seq\":\"no\"}"),
                      &msg, NULL));
    assert_int_equal(msg.type, PL_WIRE_LEAVE);
    assert_int_equal(msg.id, 3);
    assert_int_equal(msg.u.leave.room, -1);
}

/* "[0,0,...]" of n values inside a ping. */
static enum pl_err read_many_values(enum pl_wire_dir dir, size_t n)
{
    const char *head = dir == PL_WIRE_FROM_CLIENT ? "{\"t\":\"ping\",\"id\":1,\"x\":[0"
                                                  : "{\"t\":\"pong\",\"re\":1,\"x\":[0";
    size_t start = strlen(head);
    struct pl_wire_msg msg;
    uint8_t *text = malloc(start + 2 * n + 2);
    enum pl_err err;
    memcpy(text, head, start);
    for (size_t i = 0; i + 1 < n; i++)
        memcpy(text + start + 2 * i, ",0", 2);
    memcpy(text + start + 2 * (n - 1), "]}", 2);
    err = read_as(dir, pl_bytes_of(text, start + 2 * n), &msg, NULL);
    free(text);
    return err;
}

static void values_are_counted(void **state)
{
    (void)state;
    /* 4 for the object, its fields and the list */
    assert_ok(read_many_values(PL_WIRE_FROM_CLIENT, PL_WIRE_CLIENT_MAX_VALUES - 3));
    assert_err(PL_E_PROTO, read_many_values(PL_WIRE_FROM_CLIENT, PL_WIRE_CLIENT_MAX_VALUES - 2));
    assert_ok(read_many_values(PL_WIRE_FROM_SERVER, PL_WIRE_SERVER_MAX_VALUES - 3));
    assert_err(PL_E_PROTO, read_many_values(PL_WIRE_FROM_SERVER, PL_WIRE_SERVER_MAX_VALUES - 2));
}

static void size_is_limited(void **state)
{
    static uint8_t text[PL_WIRE_SERVER_MAX_BYTES + 1];
    struct pl_wire_msg msg;
    (void)state;
    memset(text, ' ', sizeof(text));
    memcpy(text, "{\"t\":\"ping\",\"id\":1}", 19);
    assert_ok(
        read_as(PL_WIRE_FROM_CLIENT, pl_bytes_of(text, PL_WIRE_CLIENT_MAX_BYTES), &msg, NULL));
    assert_err(PL_E_LIMIT, read_as(PL_WIRE_FROM_CLIENT,
                                   pl_bytes_of(text, PL_WIRE_CLIENT_MAX_BYTES + 1), &msg, NULL));
    memcpy(text, "{\"t\":\"pong\",\"re\":1}", 19);
    assert_ok(
        read_as(PL_WIRE_FROM_SERVER, pl_bytes_of(text, PL_WIRE_SERVER_MAX_BYTES), &msg, NULL));
    assert_err(PL_E_LIMIT,
               read_as(PL_WIRE_FROM_SERVER, pl_bytes_of(text, sizeof(text)), &msg, NULL));
}

/* Every arena that is too small gives PL_E_LIMIT, and the first that suffices is used to the end.
 */
static void a_small_arena_is_a_limit(void **state)
{
    struct pl_bytes json = pl_bytes_str("{\"t\":\"pub_offer\",\"id\":5,\"sdp\":\"v=0\",\"tracks\":["
                                        "{\"mid\":\"a\",\"kind\":\"audio\",\"stream\":0},"
                                        "{\"mid\":\"bb\",\"kind\":\"video\",\"stream\":15}]}");
    const size_t needed = 8 + 2 * sizeof(struct pl_wire_pub_track) + 2 + 3;
    struct pl_wire_msg msg;
    (void)state;
    for (size_t size = 0; size <= needed; size++) {
        struct pl_wire_arena arena = pl_wire_arena_of(arena_block, size);
        assert_err(size < needed ? PL_E_LIMIT : PL_OK,
                   pl_wire_read(PL_WIRE_FROM_CLIENT, json, &arena, &msg, NULL));
    }
    assert_int_equal(msg.u.pub_offer.tracks_count, 2);
    assert_int_equal(msg.u.pub_offer.tracks[1].kind, PL_WIRE_MEDIA_KIND_VIDEO);
    assert_string_equal((const char *)msg.u.pub_offer.tracks[1].mid.data, "bb");
    assert_int_equal(msg.u.pub_offer.tracks[1].mid.len, 2);
}

/* Nothing in the message points into the text it came from. */
static void the_text_may_be_overwritten(void **state)
{
    char json[] =
        "{\"t\":\"text\",\"id\":1,\"to\":-1,\"secret\":true,\"text\":\"\\u4f60\\ud83d\\ude00\"}";
    struct pl_wire_msg msg;
    (void)state;
    assert_ok(read_as(PL_WIRE_FROM_CLIENT, pl_bytes_str(json), &msg, NULL));
    memset(json, 'z', sizeof(json));
    assert_true(pl_bytes_eq_str(msg.u.text.text, "\xe4\xbd\xa0\xf0\x9f\x98\x80"));
    assert_true(msg.u.text.secret);
    assert_int_equal(msg.u.text.to, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nonsense_is_refused_with_its_place),
        cmocka_unit_test(ping_and_ack_need_no_id),
        cmocka_unit_test(every_field_keeps_its_limits),
        cmocka_unit_test(unknown_fields_are_ignored),
        cmocka_unit_test(values_are_counted),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(a_small_arena_is_a_limit),
        cmocka_unit_test(the_text_may_be_overwritten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Areas, queues, agents and pairs as operators set them, against a real domain; what is kept, with
 * a store that a test plays. */
#include "pl_test.h"

#include "adapters/admin/places.h"
#include "core/story.h"

#include <stdio.h>

struct world {
    struct story story;
    struct pl_admin_port port;
    struct pl_admin_places *places;
    char did[160], got[8192];
};

static const struct pl_core *port_core(void *arg)
{
    const struct world *w = arg;
    return w->story.core;
}

static void port_step(void *arg, struct pl_event *event)
{
    struct world *w = arg;
    event->now = w->story.now;
    story_step(&w->story, event);
}

static void port_did(void *arg, const struct pl_admin_deed *deed)
{
    struct world *w = arg;
    (void)snprintf(w->did, sizeof(w->did), "%s %s, %d", deed->verb, deed->object, deed->status);
}

static void port_reply(void *arg, uint64_t ticket, struct pl_admin_reply *reply)
{
    (void)arg;
    (void)ticket;
    free(reply->json);
    fail(); /* without a store nothing is put off */
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    const struct pl_places_port port = {port_core, port_step, port_reply, w};
    assert_non_null(w);
    story_init(&w->story);
    w->story.quiet = true;
    story_begin(&w->story);
    story_user(&w->story, 1, "ann");
    w->places = pl_admin_places_create(NULL, &port);
    assert_non_null(w->places);
    w->port = (struct pl_admin_port){
        .core = port_core, .step = port_step, .did = port_did, .arg = w, .places = w->places};
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    pl_admin_places_destroy(w->places);
    story_skip(&w->story);
    story_end(&w->story);
    free(w);
    return 0;
}

static uint16_t say(struct world *w, enum pl_role role, enum pl_http_method method,
                    const char *path, const char *body)
{
    struct pl_admin_request q = {.method = method,
                                 .path = pl_bytes_str(path),
                                 .query = pl_bytes_str(""),
                                 .body = pl_bytes_str(body),
                                 .role = role,
                                 .ticket = 1};
    struct pl_admin_reply r;
    w->did[0] = '\0';
    pl_admin_answer(&w->port, &q, &r);
    assert_non_null(r.json);
    (void)snprintf(w->got, sizeof(w->got), "%s", r.json);
    free(r.json);
    return r.status;
}

static uint16_t get(struct world *w, const char *path)
{
    return say(w, PL_ROLE_VIEWER, PL_HTTP_GET, path, "");
}

static uint16_t post(struct world *w, const char *path, const char *body)
{
    return say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, path, body);
}

#define expect(w, text) assert_string_equal((w)->got, text)
#define has(w, text)    assert_non_null(strstr((w)->got, text))

static void made_changed_deleted(void **state)
{
    struct world *w = *state;
    assert_int_equal(get(w, "/v1/areas"), 200);
    expect(w, "{\"areas\":[]}");
    assert_int_equal(post(w, "/v1/areas/1", "{\"name\":\"North\"}"), 200);
    expect(w, "{\"set\":1}");
    assert_string_equal(w->did, "service counter: set areas 1, 200");
    assert_int_equal(post(w, "/v1/queues/101",
                          "{\"area\":1,\"name\":\"Cash\",\"sticky\":true,\"misses\":3,"
                          "\"hours\":\"mon-fri 09:00-17:00\"}"),
                     200);
    assert_int_equal(post(w, "/v1/queues/101", "{\"strategy\":\"random\"}"), 200);
    assert_int_equal(get(w, "/v1/queues/101"), 200);
    has(w, "\"queue\":101,\"name\":\"Cash\",\"description\":\"\",\"area\":1");
    has(w, "\"strategy\":\"random\",\"sticky\":\"yes\""); /* the others stay */
    has(w, "\"misses\":3");
    has(w, "\"hours\":\"mon-fri 09:00-17:00\"");
    assert_int_equal(get(w, "/v1/queues"), 200);
    has(w, "{\"queue\":101,\"area\":1,\"name\":\"Cash\"");
    assert_int_equal(post(w, "/v1/queues/101/delete", ""), 200);
    assert_string_equal(w->did, "service counter: delete queues 101, 200");
    assert_int_equal(get(w, "/v1/queues/101"), 404);
    assert_int_equal(post(w, "/v1/areas/1/delete", ""), 200);
    assert_int_equal(post(w, "/v1/areas/1/delete", ""), 404);
}

static void what_is_wrong(void **state)
{
    struct world *w = *state;
    assert_int_equal(post(w, "/v1/areas/1", "{}"), 200);
    assert_int_equal(post(w, "/v1/queues/101", "{\"area\":1}"), 200);
    assert_int_equal(post(w, "/v1/queues/102", "{\"area\":2}"), 404);
    assert_int_equal(post(w, "/v1/queues/101", "[]"), 400);
    assert_int_equal(post(w, "/v1/queues/101", "{\"colour\":1}"), 422);
    expect(w, "{\"error\":\"no such setting: colour\",\"cure\":\"docs/routing.md lists the "
              "settings\"}");
    assert_int_equal(post(w, "/v1/queues/101", "{\"misses\":101}"), 422);
    has(w, "misses must be a whole number from 0 to 100");
    assert_int_equal(post(w, "/v1/queues/101", "{\"misses\":1.5}"), 422);
    assert_int_equal(post(w, "/v1/queues/101", "{\"overflow\":101}"), 422);
    assert_int_equal(post(w, "/v1/queues/0", "{\"area\":1}"), 422);
    assert_int_equal(post(w, "/v1/queues/99999999999", "{\"area\":1}"), 422);
    assert_int_equal(get(w, "/v1/queues/x"), 404);
    assert_int_equal(get(w, "/v1/queues/101/x"), 404);
    assert_int_equal(get(w, "/v1/queues/"), 404);
    assert_int_equal(get(w, "/v1/agents"), 404);
    assert_int_equal(get(w, "/v1/queues/101/delete"), 405);
    assert_int_equal(post(w, "/v1/queues", "{}"), 405);
    assert_int_equal(say(w, PL_ROLE_VIEWER, PL_HTTP_POST, "/v1/queues/101", "{\"tag\":1}"), 403);
    assert_string_equal(w->did, "service counter: set queues 101, 403");
    assert_int_equal(get(w, "/v1/queues/101"), 200);
    has(w, "\"tag\":0");
}

static void agents_and_pairs(void **state)
{
    struct world *w = *state;
    assert_int_equal(post(w, "/v1/agents/7", "{\"skills\":\"3:2\",\"capacity\":3}"), 200);
    assert_int_equal(get(w, "/v1/agents/7"), 200);
    expect(w, "{\"agent\":7,\"skills\":\"3:2\",\"capacity\":3,\"queues\":\"\"}");
    assert_int_equal(post(w, "/v1/agents/7/delete", ""), 200);
    assert_int_equal(get(w, "/v1/agents/7"), 200);
    expect(w, "{\"agent\":7,\"skills\":\"\",\"capacity\":1,\"queues\":\"\"}");
    assert_int_equal(post(w, "/v1/pairs", "{\"one\":9,\"other\":7,\"apart\":true}"), 200);
    assert_int_equal(get(w, "/v1/pairs"), 200);
    expect(w, "{\"pairs\":[{\"one\":7,\"other\":9}]}");
    assert_int_equal(post(w, "/v1/pairs", "{\"one\":7,\"other\":9,\"apart\":false}"), 200);
    assert_int_equal(get(w, "/v1/pairs"), 200);
    expect(w, "{\"pairs\":[]}");
    assert_int_equal(post(w, "/v1/pairs", "{\"one\":7,\"other\":7,\"apart\":true}"), 422);
    assert_int_equal(post(w, "/v1/pairs", "{\"one\":7}"), 400);
}

static bool kept(struct world *w, int64_t kind, int64_t id, int64_t other, const char *text)
{
    const struct pl_store_place row = {kind, id, other, pl_bytes_str(text)};
    return pl_admin_places_kept(w->places, &row);
}

static void after_a_restart(void **state)
{
    struct world *w = *state;
    assert_true(kept(w, 1, 1, 0, "{\"name\":\"North\"}"));
    /* It overflows into one that is read later: again, then. */
    assert_false(kept(w, 2, 101, 0, "{\"area\":\"1\",\"overflow\":\"102\",\"tag\":\"5\"}"));
    assert_true(kept(w, 2, 102, 0, "{\"area\":\"1\"}"));
    assert_true(kept(w, 2, 101, 0, "{\"area\":\"1\",\"overflow\":\"102\",\"tag\":\"5\"}"));
    assert_true(kept(w, 2, 103, 0, "null")); /* deleted; there may be none */
    assert_true(kept(w, 3, 7, 0, "{\"capacity\":\"3\"}"));
    assert_true(kept(w, 4, 7, 9, "{\"one\":7,\"other\":9}"));
    /* What others have written there */
    assert_false(kept(w, 2, 104, 0, "nonsense"));
    assert_false(kept(w, 2, 104, 0, "[]"));
    assert_false(kept(w, 2, 105, 0, "{\"area\":\"77\"}"));
    assert_false(kept(w, 9, 1, 0, "{}"));
    assert_false(kept(w, 2, INT64_MAX, 0, "{}"));
    assert_int_equal(get(w, "/v1/queues/101"), 200);
    has(w, "\"overflow\":102");
    has(w, "\"tag\":5");
    assert_int_equal(post(w, "/v1/queues/102/delete", ""), 200);
    assert_int_equal(get(w, "/v1/queues/101"), 200);
    has(w, "\"overflow\":0");
    assert_int_equal(get(w, "/v1/agents/7"), 200);
    has(w, "\"capacity\":3");
    assert_int_equal(get(w, "/v1/pairs"), 200);
    has(w, "{\"one\":7,\"other\":9}");
}

#define test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(made_changed_deleted),
        test(what_is_wrong),
        test(agents_and_pairs),
        test(after_a_restart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

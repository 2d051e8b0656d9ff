/* SPDX-License-Identifier: Apache-2.0 */
/* Requests of operators against a real domain: answers, rights, nonsense. */
#include "pl_test.h"

#include "adapters/admin/api.h"
#include "core/story.h"

#include <stdio.h>

struct world {
    struct story story;
    struct pl_admin_port port;
    char did[64]; /* the last thing that was done */
    char got[65536];
};

static const struct pl_core *port_core(void *arg)
{
    struct world *w = arg;
    return w->story.core;
}

static void port_step(void *arg, struct pl_event *event)
{
    struct world *w = arg;
    event->now = w->story.now;
    story_step(&w->story, event);
}

static void port_about(void *arg, struct pl_admin_about *out)
{
    (void)arg;
    *out = (struct pl_admin_about){.version = "1.2",
                                   .uptime_s = 77,
                                   .filter = true,
                                   .filter_up = true,
                                   .filter_version = "2.0"};
}

static enum pl_err port_check(void *arg, struct pl_bytes text, char why[PL_ADMIN_WHY_MAX])
{
    (void)arg;
    if (pl_bytes_eq_str(text, "good"))
        return PL_OK;
    (void)snprintf(why, PL_ADMIN_WHY_MAX, "line 1: \"nonsense\"");
    return PL_E_RANGE;
}

static void port_did(void *arg, const struct pl_admin_deed *deed)
{
    struct world *w = arg;
    (void)snprintf(w->did, sizeof(w->did), "%s, %s, %s, %d", deed->actor, deed->verb, deed->object,
                   deed->status);
}

/* ann 1 and bob 2 in room 5, cat 3 in none, a guest -2 in room 6. */
static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    story_init(&w->story);
    w->story.quiet = true;
    story_begin(&w->story);
    story_member(&w->story, 1, "ann", 5);
    story_member(&w->story, 2, "bob", 5);
    story_user(&w->story, 3, "cat");
    story_open(&w->story, 4);
    story_say(&w->story, 4, "{'t':'hello','sdk':'test','video':['VP8']}");
    story_say(&w->story, 4, "{'t':'login','name':'visitor'}");
    story_say(&w->story, 4, "{'t':'enter','room':6}");
    story_skip(&w->story);
    w->port = (struct pl_admin_port){.core = port_core,
                                     .step = port_step,
                                     .about = port_about,
                                     .check_config = port_check,
                                     .did = port_did,
                                     .arg = w};
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    story_skip(&w->story);
    story_end(&w->story);
    free(w);
    return 0;
}

static uint16_t say(struct world *w, enum pl_role role, enum pl_http_method method,
                    const char *target, const char *body)
{
    const char *query = strchr(target, '?');
    struct pl_admin_request q = {
        .method = method,
        .path = pl_bytes_of(target, query ? (size_t)(query - target) : strlen(target)),
        .query = pl_bytes_str(query ? query + 1 : ""),
        .body = pl_bytes_str(body),
        .role = role};
    struct pl_admin_reply r;
    w->did[0] = '\0';
    pl_admin_answer(&w->port, &q, &r);
    assert_non_null(r.json);
    assert_int_equal(r.len, strlen(r.json));
    (void)snprintf(w->got, sizeof(w->got), "%s", r.json);
    free(r.json);
    return r.status;
}

static uint16_t get(struct world *w, const char *target)
{
    return say(w, PL_ROLE_VIEWER, PL_HTTP_GET, target, "");
}

#define expect(w, text) assert_string_equal((w)->got, text)

static void the_server(void **state)
{
    struct world *w = *state;
    assert_int_equal(get(w, "/v1/version"), 200);
    expect(w, "{\"name\":\"parlord\",\"version\":\"1.2\",\"uptime\":77,\"draining\":false,"
              "\"filter\":{\"up\":true,\"version\":\"2.0\"}}");
    assert_int_equal(get(w, "/v1/figures"), 200);
    assert_non_null(strstr(w->got, "\"users\":4,\"rooms\":2,\"calls\":0"));
    assert_int_equal(say(w, PL_ROLE_VIEWER, PL_HTTP_POST, "/v1/config/check", "good"), 200);
    expect(w, "{\"ok\":true}");
    assert_int_equal(say(w, PL_ROLE_VIEWER, PL_HTTP_POST, "/v1/config/check", "x"), 422);
    expect(w, "{\"error\":\"line 1: \\\"nonsense\\\"\",\"cure\":\"docs/configuration.md lists all "
              "settings\"}");
}

static void lists_of_users(void **state)
{
    struct world *w = *state;
    assert_int_equal(get(w, "/v1/users/-2"), 200);
    assert_non_null(strstr(w->got, "{\"user\":-2,\"session\":4,\"name\":\"visitor\",\"level\":0,"));
    assert_non_null(strstr(w->got, "\"room\":6,\"guest\":true,\"detached\":false}"));
    story_cut(&w->story, 3);
    assert_int_equal(get(w, "/v1/users/3"), 200);
    assert_non_null(strstr(w->got, "\"detached\":true"));
    assert_int_equal(get(w, "/v1/users?room=5"), 200);
    assert_non_null(strstr(w->got, "\"ann\""));
    assert_non_null(strstr(w->got, "\"bob\""));
    assert_null(strstr(w->got, "\"cat\""));
    assert_null(strstr(w->got, "next"));
    assert_int_equal(get(w, "/v1/users?limit=3"), 200);
    assert_non_null(strstr(w->got, "\"next\":3"));
    assert_int_equal(get(w, "/v1/users?limit=3&after=3"), 200);
    assert_null(strstr(w->got, "\"cat\""));
    assert_non_null(strstr(w->got, "\"visitor\""));
    assert_null(strstr(w->got, "next"));
}

static void lists_of_rooms(void **state)
{
    struct world *w = *state;
    assert_int_equal(get(w, "/v1/rooms"), 200);
    expect(w, "{\"rooms\":[{\"room\":5,\"members\":2},{\"room\":6,\"members\":1}]}");
    assert_int_equal(get(w, "/v1/rooms?limit=1"), 200);
    expect(w, "{\"rooms\":[{\"room\":5,\"members\":2}],\"next\":5}");
    assert_int_equal(get(w, "/v1/rooms?limit=1&after=5"), 200);
    expect(w, "{\"rooms\":[{\"room\":6,\"members\":1}]}");
    assert_int_equal(get(w, "/v1/rooms/5"), 200);
    assert_non_null(strstr(w->got, "{\"room\":5,\"members\":2,\"users\":[{\"user\":1,"));
    assert_int_equal(get(w, "/v1/rooms/7"), 404);
}

static void calls(void **state)
{
    struct world *w = *state;
    story_say(&w->story, 1, "{'t':'call_request','user':3,'flags':0,'param':0,'text':''}");
    assert_int_equal(get(w, "/v1/calls"), 200);
    expect(w, "{\"calls\":[{\"from\":1,\"to\":3,\"room\":0,\"state\":\"ringing\"}]}");
    story_say(&w->story, 3, "{'t':'call_answer','user':1,'code':0,'flags':0,'param':0,'text':''}");
    assert_int_equal(get(w, "/v1/calls"), 200);
    assert_non_null(strstr(w->got, "\"state\":\"talking\""));
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/3/hang-up", "{\"code\":7}"),
                     200);
    assert_string_equal(w->did, "operator, call: finish, call 3, 200");
    assert_int_equal(get(w, "/v1/calls"), 200);
    expect(w, "{\"calls\":[]}");
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/3/hang-up", "{\"code\":-7}"),
                     400);
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/3/hang-up", "7"), 400);
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/9/hang-up", ""), 404);
}

static void a_kick(void **state)
{
    struct world *w = *state;
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/1/kick", ""), 200);
    expect(w, "{\"removed\":1}");
    assert_string_equal(w->did, "operator, user: remove, user 1, 200");
    assert_true(story_has(&w->story, "close link=1 code=1008"));
    assert_int_equal(get(w, "/v1/users/1"), 404);
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/users/1/kick", ""), 404);
}

/* Who is there stays; who comes anew from there does not. */
static void blocking(void **state)
{
    static const char *const wrong[] = {"",
                                        "{}",
                                        "{\"address\":\"\"}",
                                        "{\"address\":7}",
                                        "{\"address\":\"example.org\"}",
                                        "[",
                                        "{\"address\":\"1.2.3.4\",\"address\":\"1\"}"};
    struct world *w = *state;
    w->story.quiet = false;
    assert_int_equal(
        say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/block", "{\"address\":\"192.0.2.*\"}"), 200);
    expect(w, "{\"blocked\":\"192.0.2.*\"}");
    assert_string_equal(w->did, "operator, address: block, unblock, address 192.0.2.*, 200");
    story_open_from(&w->story, 9, "192.0.2.7");
    story_say(&w->story, 9, "{'t':'hello','sdk':'test','video':['VP8']}");
    assert_true(story_has(&w->story, "'code':113"));
    story_skip(&w->story);
    assert_int_equal(
        say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/unblock", "{\"address\":\"192.0.2.*\"}"), 200);
    story_open_from(&w->story, 10, "192.0.2.7");
    story_say(&w->story, 10, "{'t':'hello','sdk':'test','video':['VP8']}");
    assert_true(story_has(&w->story, "10< {'t':'welcome'"));
    story_skip(&w->story);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_POST, "/v1/block", wrong[i]), 422);
}

/* Role by role, everything that there is: what is not allowed is not done either. */
static void rights(void **state)
{
    static const struct {
        enum pl_http_method method;
        const char *target;
        bool viewer;
    } all[] = {
        {PL_HTTP_GET, "/v1/version", true},           {PL_HTTP_GET, "/v1/figures", true},
        {PL_HTTP_POST, "/v1/config/check", true},     {PL_HTTP_GET, "/v1/users", true},
        {PL_HTTP_GET, "/v1/users/1", true},           {PL_HTTP_GET, "/v1/rooms", true},
        {PL_HTTP_GET, "/v1/rooms/5", true},           {PL_HTTP_GET, "/v1/calls", true},
        {PL_HTTP_POST, "/v1/block", false},           {PL_HTTP_POST, "/v1/unblock", false},
        {PL_HTTP_POST, "/v1/users/1/hang-up", false}, {PL_HTTP_POST, "/v1/users/1/kick", false},
    };
    struct world *w = *state;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        for (int role = 0; role < PL_ROLES; role++) {
            bool may = role == PL_ROLE_OPERATOR || (role == PL_ROLE_VIEWER && all[i].viewer);
            uint16_t status = say(w, (enum pl_role)role, all[i].method, all[i].target, "");
            if ((status == 403) == may)
                fail_msg("%s as %s: %u", all[i].target, pl_role_name((enum pl_role)role), status);
            if (!may && !all[i].viewer)
                assert_non_null(strstr(w->did, "403"));
        }
        if (i + 1 < sizeof(all) / sizeof(all[0]))
            assert_int_equal(get(w, "/v1/users/1"), 200); /* still there */
    }
}

static void nonsense(void **state)
{
    static const char *const nowhere[] = {"",
                                          "/",
                                          "/v1",
                                          "/v1/",
                                          "/v1/users/",
                                          "/v1/users/1/",
                                          "/v1/users/x",
                                          "/v1/users/1x",
                                          "/v1/users/99999999999999999999999",
                                          "/v2/version",
                                          "/v1/users/ 1",
                                          "/v1/users/+1"};
    static const char *const wrong[] = {"/v1/users?limit=0", "/v1/users?limit=1001",
                                        "/v1/users?limit=",  "/v1/users?after=-1",
                                        "/v1/users?after=x", "/v1/users?room=-2",
                                        "/v1/rooms?limit=x", "/v1/users?room=99999999999"};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++)
        assert_int_equal(get(w, nowhere[i]), 404);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_int_equal(get(w, wrong[i]), 400);
    assert_int_equal(get(w, "/v1/users?other=1&&x"), 200); /* what we do not know is left alone */
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_GET, "/v1/users/1/kick", ""), 405);
    assert_int_equal(say(w, PL_ROLE_OPERATOR, PL_HTTP_DELETE, "/v1/users/1", ""), 405);
    assert_int_equal(say(w, PL_ROLE_VIEWER, PL_HTTP_HEAD, "/v1/users/1", ""), 200);
}

#define test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(the_server), test(lists_of_users), test(lists_of_rooms), test(calls),
        test(a_kick),     test(blocking),       test(rights),         test(nonsense),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

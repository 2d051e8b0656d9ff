/* SPDX-License-Identifier: Apache-2.0 */
/* Who is let in for an application, and who is not: every code, time, replay, another's fields. */
#include "pl_test.h"

#include "adapters/identity/vouch.h"
#include "proto/wire/errors_gen.h"

#include <stdio.h>

enum { NOW_S = 1700000000 };

static const pl_time_us now = PL_SEC(5000);

struct keys {
    char *secret[PL_KEY_ALGORITHMS], *open[PL_KEY_ALGORITHMS];
    struct pl_key *signer[PL_KEY_ALGORITHMS];
};

struct world {
    struct pl_vouch_config config;
    struct pl_vouch *v;
    struct pl_ruling_login who;
};

static struct keys keys;

static int make_keys(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PL_KEY_ALGORITHMS; i++) {
        assert_ok(pl_key_generate((enum pl_key_algorithm)i, &keys.secret[i], &keys.open[i]));
        assert_ok(
            pl_key_read(&keys.signer[i], (enum pl_key_algorithm)i, pl_bytes_str(keys.secret[i])));
    }
    return 0;
}

static int free_keys(void **state)
{
    (void)state;
    for (unsigned i = 0; i < PL_KEY_ALGORITHMS; i++) {
        pl_key_destroy(keys.signer[i]);
        free(keys.secret[i]);
        free(keys.open[i]);
    }
    return 0;
}

static void put_key(struct world *w, const char *app, const char *id, enum pl_key_algorithm a)
{
    struct pl_vouch_key key = {.app = pl_bytes_str(app),
                               .id = pl_bytes_str(id),
                               .algorithm = a,
                               .material = pl_bytes_str(keys.open[a])};
    assert_ok(pl_vouch_put_key(w->v, &key));
}

/* "desk" has a key of each kind; "empty" has none, and lets guests in. */
static void begin(struct world *w)
{
    struct pl_vouch_app desk = {.id = pl_bytes_str("desk")};
    struct pl_vouch_app empty = {.id = pl_bytes_str("empty"), .guests = true};
    w->v = pl_vouch_create(&w->config);
    assert_non_null(w->v);
    assert_ok(pl_vouch_put_app(w->v, &desk));
    assert_ok(pl_vouch_put_app(w->v, &empty));
    put_key(w, "desk", "old", PL_KEY_RSA_MD5);
    put_key(w, "Desk", "ed", PL_KEY_ED25519);
    put_key(w, "DESK", "es", PL_KEY_ES256);
    put_key(w, "desk", "hs", PL_KEY_HS256);
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof(*w));
    assert_non_null(w);
    pl_vouch_config_init(&w->config);
    begin(w);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    pl_vouch_destroy(w->v);
    free(w);
    return 0;
}

/* ---- signed logins ---- */

static char text[PL_SIGN_TEXT_MAX];

static struct pl_question_login claim(enum pl_key_algorithm a, int32_t user, const char *id,
                                      int64_t stamp)
{
    struct pl_question_login q = {.way = PL_LOGIN_SIGNED,
                                  .app = pl_bytes_str("desk"),
                                  .user = user,
                                  .string_id = pl_bytes_str(id),
                                  .stamp = stamp};
    const struct pl_sign_fields fields = {user, q.string_id, q.app, stamp};
    assert_ok(pl_sign_make(keys.signer[a], &fields, text));
    q.signature = pl_bytes_str(text);
    return q;
}

static int rule_at(struct world *w, const struct pl_question_login *q, int64_t wall_s)
{
    return pl_vouch_rule(w->v, q, wall_s, now + PL_SEC(wall_s - NOW_S), &w->who);
}

static int rule(struct world *w, const struct pl_question_login *q)
{
    return rule_at(w, q, NOW_S);
}

static void each_scheme_lets_in(void **state)
{
    struct world *w = *state;
    static const enum pl_key_algorithm all[] = {PL_KEY_RSA_MD5, PL_KEY_ED25519, PL_KEY_ES256};
    for (unsigned i = 0; i < 3; i++) {
        struct pl_question_login q = claim(all[i], -1, "ann", NOW_S);
        assert_int_equal(rule(w, &q), 0);
        assert_int_equal(w->who.user, 0);
        assert_true(pl_bytes_eq(w->who.identity, pl_bytes_of("DESK\2ann", 8)));
        assert_true(pl_bytes_eq_str(w->who.string_id, "ann"));
        q = claim(all[i], 42, "", NOW_S);
        q.app = pl_bytes_str("DeSk"); /* letter case does not matter */
        assert_int_equal(rule(w, &q), 0);
        assert_int_equal(w->who.user, 42);
    }
}

static void every_field_counts(void **state)
{
    struct world *w = *state;
    static const enum pl_key_algorithm all[] = {PL_KEY_RSA_MD5, PL_KEY_ED25519, PL_KEY_ES256};
    for (unsigned i = 0; i < 3; i++) {
        const struct pl_question_login good = claim(all[i], 42, "ann", NOW_S);
        struct pl_question_login q = good;
        q.user = 43;
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
        q = good;
        q.string_id = pl_bytes_str("bob");
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
        q = good;
        q.stamp = NOW_S + 1;
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
        q = good;
        q.app = pl_bytes_str("empty");
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPUBLICKEYEMPTY);
        put_key(w, "empty", "", all[i]); /* the very same key: the application counts as well */
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
        text[12] = text[12] == 'A' ? 'B' : 'A';
        assert_int_equal(rule(w, &good), PL_GV_ERR_SIGVERIFYFAIL);
    }
}

static void another_key_does_not(void **state)
{
    struct world *w = *state;
    char *secret, *open;
    for (unsigned i = 0; i < PL_KEY_HS256; i++) {
        struct pl_question_login q = claim((enum pl_key_algorithm)i, 42, "", NOW_S);
        struct pl_vouch_key key = {.app = pl_bytes_str("desk"),
                                   .algorithm = (enum pl_key_algorithm)i};
        static const char *const ids[] = {"old", "ed", "es"};
        assert_ok(pl_key_generate((enum pl_key_algorithm)i, &secret, &open));
        key.id = pl_bytes_str(ids[i]);
        key.material = pl_bytes_str(open);
        assert_ok(pl_vouch_put_key(w->v, &key)); /* takes the place of the right one */
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
        key.id = pl_bytes_str("right");
        key.material = pl_bytes_str(keys.open[i]);
        assert_ok(pl_vouch_put_key(w->v, &key)); /* either may fit: keys change over */
        assert_int_equal(rule(w, &q), 0);
        free(secret);
        free(open);
    }
}

static void wrong_forms(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = claim(PL_KEY_ED25519, -1, "", NOW_S);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMEMPTY);
    q = claim(PL_KEY_ED25519, 0, "ann", NOW_S);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMFAIL);
    q = claim(PL_KEY_ED25519, 1, "", NOW_S);
    q.signature = pl_bytes_str("ed25519:not base64");
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMFAIL);
    q.signature = pl_bytes_str("ed25519:");
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMFAIL);
    q.signature = pl_bytes_str("ed448:AAAA");
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMFAIL);
    q.signature = pl_bytes_str("AAAA");
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
    q.signature = pl_bytes_str("");
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGSTREMPTY);
    q.app = pl_bytes_str("empty");
    assert_int_equal(rule(w, &q), 0);
    assert_true(w->who.guest && w->who.user == 0);
    q.app = pl_bytes_str("nobody");
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPID_NOTEXIST);
    q.app = pl_bytes_str("");
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPID_DEFAULTNOTSUPPORT);
}

static void stale(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = claim(PL_KEY_ED25519, 1, "", NOW_S - 601);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
    q = claim(PL_KEY_ED25519, 1, "", NOW_S + 601);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
    q = claim(PL_KEY_ED25519, 1, "", NOW_S + 3600); /* whole hours only for old ones */
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
    q = claim(PL_KEY_ED25519, 1, "", NOW_S - 600);
    assert_int_equal(rule(w, &q), 0);
}

/* behaviour 15.5: UTC read as local time. */
static void shifted_by_a_time_zone(void **state)
{
    struct world *w = *state;
    for (int hours = -15; hours <= 15; hours++) {
        bool fits = hours >= -14 && hours <= 14;
        struct pl_question_login q =
            claim(PL_KEY_RSA_MD5, 1, "", NOW_S + (int64_t)hours * 3600 - 7);
        assert_int_equal(rule(w, &q), fits ? 0 : PL_GV_ERR_SIGTIMEFAILURE);
        q = claim(PL_KEY_RSA_MD5, 1, "", NOW_S + (int64_t)hours * 3600 + 1800);
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
    }
    pl_vouch_destroy(w->v);
    w->config.zones = false;
    begin(w);
    struct pl_question_login q = claim(PL_KEY_RSA_MD5, 1, "", NOW_S + 3600);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
}

static void replayed(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = claim(PL_KEY_ED25519, 1, "", NOW_S);
    assert_int_equal(rule(w, &q), 0);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGALREADYUSED);
    assert_int_equal(rule_at(w, &q, NOW_S + 599), PL_GV_ERR_SIGALREADYUSED);
    assert_int_equal(rule_at(w, &q, NOW_S + 601), PL_GV_ERR_SIGTIMEFAILURE);
    q = claim(PL_KEY_RSA_MD5, 1, "", NOW_S);
    assert_int_equal(rule_at(w, &q, NOW_S + 700), PL_GV_ERR_SIGTIMEFAILURE);
    assert_int_equal(rule_at(w, &q, NOW_S + 3600),
                     0); /* an hour later it could be of another zone */
    for (int hour = 1; hour <= 14; hour++)
        assert_int_equal(rule_at(w, &q, NOW_S + 3600 * hour), PL_GV_ERR_SIGALREADYUSED);
    pl_vouch_destroy(w->v);
    w->config.signed_once = false;
    begin(w);
    q = claim(PL_KEY_ED25519, 1, "", NOW_S);
    assert_int_equal(rule(w, &q), 0);
    assert_int_equal(rule(w, &q), 0);
}

/* A wrong one is not remembered: nobody can use up what is somebody else's. */
static void only_what_fits_is_used_up(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = claim(PL_KEY_ED25519, 1, "", NOW_S);
    q.user = 2;
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
    q.user = 1;
    assert_int_equal(rule(w, &q), 0);
}

static void long_string_ids(void **state)
{
    struct world *w = *state;
    char id[256], cut[200];
    struct pl_question_login q;
    memset(id, 'x', sizeof(id) - 1);
    id[255] = '\0';
    memcpy(id + 198, "é", 2); /* the cut goes through it */
    memcpy(cut, id, 198);
    cut[198] = '\0';
    q = claim(PL_KEY_RSA_MD5, -1, id, NOW_S);
    assert_int_equal(rule(w, &q), 0);
    assert_true(pl_bytes_eq_str(w->who.string_id, cut));
}

static void what_an_application_may(void **state)
{
    struct world *w = *state;
    struct pl_vouch_app app = {.id = pl_bytes_str("desk"), .first_user = 1000, .last_user = 1999};
    struct pl_question_login q = claim(PL_KEY_ED25519, 999, "", NOW_S);
    assert_ok(pl_vouch_put_app(w->v, &app)); /* its keys stay */
    assert_int_equal(rule(w, &q), PL_GV_ERR_INVALID_USERID);
    q = claim(PL_KEY_ED25519, 1000, "", NOW_S);
    assert_int_equal(rule(w, &q), 0);
    q = claim(PL_KEY_ED25519, -1, "ann", NOW_S);
    assert_int_equal(rule(w, &q), 0);
    app.id = pl_bytes_str("two words");
    assert_err(PL_E_RANGE, pl_vouch_put_app(w->v, &app));
    app.id = pl_bytes_str("desk");
    app.disabled = true;
    assert_ok(pl_vouch_put_app(w->v, &app));
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPLOCKED);
    pl_vouch_clear(w->v);
    assert_int_equal(rule(w, &q), PL_RULING_NOBODY);
}

static void passwords_are_for_others(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = {.name = pl_bytes_str("ann"), .password = pl_bytes_str("x")};
    assert_int_equal(rule(w, &q), PL_RULING_NOBODY);
    q.app = pl_bytes_str("DESK");
    assert_int_equal(rule(w, &q), PL_RULING_NOBODY);
    q.app = pl_bytes_str("nobody");
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPID_NOTEXIST);
    q.password = pl_bytes_str("");
    q.app = pl_bytes_str("desk");
    assert_int_equal(rule(w, &q), PL_GV_ERR_VISITOR_DENY);
    q.app = pl_bytes_str("empty");
    assert_int_equal(rule(w, &q), 0);
    assert_true(w->who.guest);
}

/* ---- tokens ---- */

static char *token;

static struct pl_question_login carries(enum pl_key_algorithm a, const char *kid,
                                        const char *claims)
{
    struct pl_question_login q = {.way = PL_LOGIN_TOKEN, .user = -1};
    free(token);
    assert_ok(pl_jwt_make(keys.signer[a], kid, claims, &token));
    q.token = pl_bytes_str(token);
    return q;
}

#define CLAIMS(more) "{\"app\":\"desk\",\"sub\":\"ann\",\"exp\":1700000100" more "}"

static void tokens_let_in(void **state)
{
    struct world *w = *state;
    struct pl_question_login q =
        carries(PL_KEY_HS256, "hs",
                CLAIMS(",\"name\":\"Ann\",\"level\":3,\"rooms\":[5,6],\"nbf\":1699999999"));
    assert_int_equal(rule(w, &q), 0);
    assert_true(pl_bytes_eq_str(w->who.name, "Ann"));
    assert_int_equal(w->who.level, 3);
    assert_int_equal(w->who.room_count, 2);
    assert_int_equal(w->who.rooms[1], 6);
    assert_true(w->who.until == now + PL_SEC(160)); /* with the skew */
    assert_true(pl_bytes_eq(w->who.identity, pl_bytes_of("DESK\2ann", 8)));
    assert_int_equal(rule(w, &q), 0); /* again: a token is for coming back, too */
    q = carries(PL_KEY_ES256, NULL, CLAIMS(",\"uid\":77"));
    assert_int_equal(rule(w, &q), 0);
    assert_int_equal(w->who.user, 77);
    free(token);
    token = NULL;
}

static void tokens_that_do_not(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = carries(PL_KEY_HS256, "hs", CLAIMS(""));
    assert_int_equal(rule_at(w, &q, NOW_S + 159), 0);
    assert_int_equal(rule_at(w, &q, NOW_S + 160), PL_GV_ERR_SIGTIMEFAILURE);
    assert_int_equal(rule_at(w, &q, NOW_S + 3600), PL_GV_ERR_SIGTIMEFAILURE);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"nbf\":1700000061"));
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGTIMEFAILURE);
    q = carries(PL_KEY_HS256, "other", CLAIMS("")); /* no key of that name */
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPUBLICKEYEMPTY);
    q = carries(PL_KEY_HS256, "es", CLAIMS("")); /* that key is for another algorithm */
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPUBLICKEYEMPTY);
    q = carries(PL_KEY_HS256, "hs", "{\"sub\":\"ann\",\"exp\":1700000100}");
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPID_DEFAULTNOTSUPPORT);
    q = carries(PL_KEY_HS256, "hs", "{\"app\":\"x\",\"sub\":\"ann\",\"exp\":1700000100}");
    assert_int_equal(rule(w, &q), PL_GV_ERR_APPID_NOTEXIST);
    q = carries(PL_KEY_HS256, "hs", "{\"app\":\"desk\",\"sub\":\"ann\"}"); /* for ever */
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPARAMFAIL);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"aud\":\"elsewhere\""));
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"aud\":[\"elsewhere\",\"parlor\"]"));
    assert_int_equal(rule(w, &q), 0);
    token[strlen(token) - 5] = token[strlen(token) - 5] == 'A' ? 'B' : 'A';
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGVERIFYFAIL);
    free(token);
    token = NULL;
}

static void tokens_that_are_good_once(void **state)
{
    struct world *w = *state;
    struct pl_question_login q;
    pl_vouch_destroy(w->v);
    w->config.token_once = true;
    begin(w);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"jti\":\"1\""));
    assert_int_equal(rule(w, &q), 0);
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGALREADYUSED);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"jti\":\"1\",\"level\":2"));
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGALREADYUSED);
    q = carries(PL_KEY_HS256, "hs", CLAIMS(",\"jti\":\"2\""));
    assert_int_equal(rule(w, &q), 0);
    free(token);
    token = NULL;
}

static void what_is_used_is_bounded(void **state)
{
    struct world *w = *state;
    char id[32];
    pl_vouch_destroy(w->v);
    w->config.seen_max = 10;
    begin(w);
    for (unsigned i = 0; i < 100; i++) {
        struct pl_question_login q;
        snprintf(id, sizeof(id), "user%u", i);
        q = claim(PL_KEY_ED25519, -1, id, NOW_S);
        assert_int_equal(rule(w, &q), 0);
        assert_int_equal(rule(w, &q), PL_GV_ERR_SIGALREADYUSED);
    }
}

/* Keys and applications go, and others take their places. */
static void what_is_removed_is_gone(void **state)
{
    struct world *w = *state;
    struct pl_question_login q = claim(PL_KEY_ED25519, -1, "ann", NOW_S);
    assert_false(pl_vouch_remove_key(w->v, pl_bytes_str("desk"), pl_bytes_str("none")));
    assert_false(pl_vouch_remove_key(w->v, pl_bytes_str("none"), pl_bytes_str("ed")));
    assert_true(pl_vouch_remove_key(w->v, pl_bytes_str("DESK"), pl_bytes_str("ed")));
    assert_int_equal(rule(w, &q), PL_GV_ERR_SIGPUBLICKEYEMPTY);
    assert_true(pl_vouch_remove_key(w->v, pl_bytes_str("desk"), pl_bytes_str("hs")));
    put_key(w, "desk", "new", PL_KEY_ED25519);
    put_key(w, "desk", "newer", PL_KEY_HS256);
    assert_int_equal(rule(w, &q), 0);
    assert_true(pl_vouch_remove_app(w->v, pl_bytes_str("desk")));
    assert_false(pl_vouch_remove_app(w->v, pl_bytes_str("desk")));
    assert_int_not_equal(rule(w, &q), 0);
}

#define with_world(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_world(each_scheme_lets_in),
        with_world(every_field_counts),
        with_world(another_key_does_not),
        with_world(wrong_forms),
        with_world(stale),
        with_world(shifted_by_a_time_zone),
        with_world(replayed),
        with_world(only_what_fits_is_used_up),
        with_world(long_string_ids),
        with_world(what_an_application_may),
        with_world(passwords_are_for_others),
        with_world(tokens_let_in),
        with_world(tokens_that_do_not),
        with_world(tokens_that_are_good_once),
        with_world(what_is_used_is_bounded),
        with_world(what_is_removed_is_gone),
    };
    return cmocka_run_group_tests(tests, make_keys, free_keys);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Kept passwords, and checking many of them on few threads. */
#include "pl_test.h"

#include "adapters/identity/hasher.h"

static const uint8_t salt[PL_PASSWORD_SALT] = "0123456789abcde";

static struct pl_bytes bytes(const char *s)
{
    return pl_bytes_str(s);
}

static void made_and_checked(void **state)
{
    char kept[PL_PASSWORD_TEXT_MAX], longest[PL_PASSWORD_BYTES_MAX + 1];
    (void)state;
    memset(longest, 'x', sizeof(longest));
    assert_ok(pl_password_hash(bytes("secret"), salt, kept));
    assert_int_equal(strncmp(kept, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
    assert_ok(pl_password_check(bytes(kept), bytes("secret")));
    assert_err(PL_E_AUTH, pl_password_check(bytes(kept), bytes("Secret")));
    assert_err(PL_E_AUTH, pl_password_check(bytes(kept), bytes("")));
    assert_err(PL_E_AUTH, pl_password_check(bytes(kept), pl_bytes_of(longest, sizeof(longest))));
    assert_err(PL_E_RANGE, pl_password_hash(bytes(""), salt, kept));
    assert_err(PL_E_RANGE, pl_password_hash(pl_bytes_of(longest, sizeof(longest)), salt, kept));
}

static void what_is_no_kept_password(void **state)
{
    static const char *const texts[] = {
        "",
        "secret",
        "$argon2i$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$",
        "$argon2id$v=19$m=4096,t=3,p=1$",
        "$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$!!!!",
        /* a bomb: 64 GiB, or for ever */
        "$argon2id$v=19$m=67108864,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA",
        "$argon2id$v=19$m=19456,t=4000000,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA",
        "$argon2id$v=19$m=19456,t=2,p=200$c29tZXNhbHRzb21lc2FsdA$c29tZXNhbHRzb21lc2FsdA",
    };
    char longest[PL_PASSWORD_TEXT_MAX + 1];
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_err(PL_E_PROTO, pl_password_check(bytes(texts[i]), bytes("secret")));
    memset(longest, '$', sizeof(longest));
    assert_err(PL_E_PROTO,
               pl_password_check(pl_bytes_of(longest, sizeof(longest)), bytes("secret")));
    assert_err(PL_E_PROTO, pl_password_check(pl_bytes_of("$argon2id\0", 10), bytes("secret")));
}

/* ---- on threads ---- */

struct crowd {
    struct pl_loop *loop;
    struct pl_hasher *hasher;
    unsigned right, wrong, wanted;
};

static void done(void *arg, enum pl_err result)
{
    struct crowd *c = arg;
    c->right += result == PL_OK ? 1 : 0;
    c->wrong += result == PL_E_AUTH ? 1 : 0;
    if (c->right + c->wrong == c->wanted)
        pl_loop_stop(c->loop);
}

static void begin(struct crowd *c)
{
    assert_ok(pl_loop_create(&c->loop));
    assert_ok(pl_hasher_start(&c->hasher, c->loop, 2));
}

static void end(struct crowd *c)
{
    pl_hasher_stop(c->hasher);
    pl_loop_destroy(c->loop);
}

static void many_at_once(void **state)
{
    struct crowd c = {.wanted = 12};
    char kept[PL_PASSWORD_TEXT_MAX];
    uint64_t job;
    (void)state;
    begin(&c);
    assert_ok(pl_password_hash(bytes("secret"), salt, kept));
    for (unsigned i = 0; i < 6; i++) {
        assert_ok(pl_hasher_check(c.hasher, bytes(kept), bytes("secret"), done, &c, &job));
        assert_ok(pl_hasher_check(c.hasher, i % 2 ? bytes(kept) : bytes(""), bytes("guess"), done,
                                  &c, &job));
    }
    pl_loop_run(c.loop);
    assert_int_equal(c.right, 6);
    assert_int_equal(c.wrong, 6);
    end(&c);
}

static void no_more_than_may_wait(void **state)
{
    struct crowd c = {.wanted = 1};
    uint64_t job;
    enum pl_err err = PL_OK;
    unsigned taken = 0;
    (void)state;
    begin(&c);
    while ((err = pl_hasher_check(c.hasher, bytes("no hash"), bytes("x"), done, &c, &job)) ==
           PL_OK) {
        pl_hasher_forget(c.hasher, job); /* nobody is told; it counts until it is done */
        taken++;
    }
    assert_err(PL_E_LIMIT, err);
    assert_int_equal(taken, PL_HASHER_WAITING);
    assert_int_equal(c.right + c.wrong, 0);
    end(&c); /* with answers under way */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(made_and_checked),
        cmocka_unit_test(what_is_no_kept_password),
        cmocka_unit_test(many_at_once),
        cmocka_unit_test(no_more_than_may_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts of a real store, looked at as the row of answerers does. */
#include "pl_test.h"

#include "adapters/identity/password.h"
#include "adapters/store/test_database.h"
#include "proto/wire/errors_gen.h"
#include "server/accounts.h"

static const uint8_t salt[PL_PASSWORD_SALT] = "0123456789abcde";

enum { UNRULED = -99 };

struct desk {
    struct test_database database;
    struct pl_loop *loop;
    struct pl_store *store;
    struct pl_asker *asker;
    struct pl_accounts *accounts;
    unsigned rulings, wanted;
    int codes[16]; /* by ticket */
};

static void on_ruling(void *arg, const struct pl_ruling *ruling)
{
    struct desk *d = arg;
    assert_in_range(ruling->ticket, 1, 15);
    d->codes[ruling->ticket] = ruling->code;
    if (++d->rulings == d->wanted)
        pl_loop_stop(d->loop);
}

static enum pl_ask_said asked(void *arg, const struct pl_question *q, struct pl_ruling *ruling)
{
    struct desk *d = arg;
    return pl_accounts_asked(d->accounts, q, ruling);
}

static void over(void *arg, uint32_t ticket)
{
    struct desk *d = arg;
    pl_accounts_over(d->accounts, ticket);
}

static void put(struct desk *d, const char *name, const char *password, bool disabled)
{
    char kept[PL_PASSWORD_TEXT_MAX] = "";
    struct pl_store_account account = {.name = pl_bytes_str(name), .disabled = disabled};
    struct pl_store_change change = {PL_STORE_PUT, PL_STORE_ACCOUNTS, &account, 0};
    if (password[0])
        assert_ok(pl_password_hash(pl_bytes_str(password), salt, kept));
    account.password = pl_bytes_str(kept);
    assert_ok(pl_store_write(d->store, &change, 1, (struct pl_store_reply){0}, NULL));
}

static void begin(struct desk *d, bool only)
{
    struct pl_ask_provider provider = {asked, over, d};
    struct pl_accounts_config config = {.threads = 2, .only = only};
    struct pl_store_config store = {.ops = pl_store_sqlite()};
    char error[PL_STORE_ERROR_MAX];
    assert_ok(pl_loop_create(&d->loop));
    assert_true(test_database_make(&d->database, TEST_SQLITE));
    store.where = d->database.where;
    assert_ok(pl_store_start(&d->store, d->loop, &store, error));
    d->asker = pl_asker_create(64, on_ruling, d);
    assert_non_null(d->asker);
    config.loop = d->loop;
    config.store = d->store;
    config.asker = d->asker;
    assert_ok(pl_accounts_start(&d->accounts, &config));
    pl_asker_register(d->asker, PL_ASK_IDENTITY, &provider);
    put(d, "ann", "secret", false);
    put(d, "bob", "secret", true);
    put(d, "cat", "", false);
}

static void end(struct desk *d)
{
    pl_accounts_stop(d->accounts);
    pl_asker_destroy(d->asker);
    pl_store_stop(d->store);
    pl_loop_destroy(d->loop);
    test_database_remove(&d->database);
}

static void ask(struct desk *d, uint32_t ticket, const char *name, const char *password)
{
    struct pl_question q = {.ticket = ticket, .kind = PL_ASK_LOGIN};
    q.login.name = pl_bytes_str(name);
    q.login.password = pl_bytes_str(password);
    pl_asker_ask(d->asker, &q);
}

static void wait_for(struct desk *d, unsigned rulings)
{
    d->wanted = rulings;
    if (d->rulings < rulings)
        pl_loop_run(d->loop);
    assert_int_equal(d->rulings, rulings);
}

static void names_with_accounts(void **state)
{
    struct desk d = {.rulings = 0};
    (void)state;
    begin(&d, false);
    ask(&d, 1, "ann", "secret");
    ask(&d, 2, "ann", "Secret");
    ask(&d, 3, "ann", "");
    ask(&d, 4, "Ann", "secret"); /* another name */
    ask(&d, 5, "bob", "secret");
    ask(&d, 6, "cat", "x");
    ask(&d, 7, "dan", "x");
    ask(&d, 8, "dan", "");
    wait_for(&d, 8);
    assert_int_equal(d.codes[1], 0);
    assert_int_equal(d.codes[2], PL_GV_ERR_CERTIFY_FAIL);
    assert_int_equal(d.codes[3], PL_GV_ERR_CERTIFY_FAIL);
    assert_int_equal(d.codes[4], PL_RULING_NOBODY);
    assert_int_equal(d.codes[5], PL_GV_ERR_ACCOUNT_LOCK);
    assert_int_equal(d.codes[6], PL_GV_ERR_CERTIFY_FAIL);
    assert_int_equal(d.codes[7], PL_RULING_NOBODY);
    assert_int_equal(d.codes[8], PL_RULING_NOBODY);
    end(&d);
}

static void names_without(void **state)
{
    struct desk d = {.rulings = 0};
    (void)state;
    begin(&d, true);
    ask(&d, 1, "dan", "x");
    ask(&d, 2, "dan", "");
    ask(&d, 3, "ann", "secret");
    wait_for(&d, 3);
    assert_int_equal(d.codes[1], PL_GV_ERR_CERTIFY_FAIL);
    assert_int_equal(d.codes[2], PL_RULING_NOBODY);
    assert_int_equal(d.codes[3], 0);
    end(&d);
}

/* Until that one has been ruled. */
static void wait_ticket(struct desk *d, uint32_t ticket)
{
    while (d->codes[ticket] == UNRULED) {
        d->wanted = d->rulings + 1;
        pl_loop_run(d->loop);
    }
}

/* Whoever asked has gone: while the store is asked, while a hash is made, at the end. */
static void nobody_waits_any_more(void **state)
{
    struct desk d = {.rulings = 0};
    int before;
    (void)state;
    for (size_t i = 0; i < 16; i++)
        d.codes[i] = UNRULED;
    begin(&d, false);
    ask(&d, 1, "ann", "secret");
    pl_asker_over(d.asker, 1);
    ask(&d, 2, "ann", "secret");
    ask(&d, 3, "dan", "x");
    wait_ticket(&d, 3); /* so that the hash of 2 is under way, if not done */
    assert_int_equal(d.codes[3], PL_RULING_NOBODY);
    pl_asker_over(d.asker, 2);
    before = d.codes[2];
    ask(&d, 4, "ann", "secret");
    ask(&d, 5, "ann", "wrong");
    wait_ticket(&d, 4);
    wait_ticket(&d, 5);
    assert_int_equal(d.codes[1], UNRULED);
    assert_int_equal(d.codes[2], before);
    assert_int_equal(d.codes[4], 0);
    assert_int_equal(d.codes[5], PL_GV_ERR_CERTIFY_FAIL);
    ask(&d, 6, "ann", "secret");
    end(&d);
    assert_int_equal(d.codes[6], UNRULED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_with_accounts),
        cmocka_unit_test(names_without),
        cmocka_unit_test(nobody_waits_any_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

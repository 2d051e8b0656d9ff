/* SPDX-License-Identifier: Apache-2.0 */
/* Which server: addresses, and who wins of option, environment and file. */
#include "pl_test.h"

#include "anychatserversdk.h"
#include "config.h"

#include <stdio.h>
#include <unistd.h>

static void is(const char *text, bool tls, const char *host, const char *port)
{
    struct pl_bras_config c = {0};
    assert_true(pl_bras_config_server(&c, text));
    assert_int_equal(c.tls, tls);
    assert_string_equal(c.host, host);
    assert_string_equal(c.port, port);
}

static void addresses_in_every_form(void **state)
{
    (void)state;
    is("h", false, "h", "8906");
    is("h:1", false, "h", "1");
    is("ws://a.b:65535", false, "a.b", "65535");
    is("wss://a.b", true, "a.b", "8906");
    is("[::1]", false, "::1", "8906");
    is("wss://[fe80::1]:9", true, "fe80::1", "9");
}

static void what_is_no_address(void **state)
{
    static const char *const wrong[] = {"",     ":1",     "h:",    "h:0",   "h:65536", "h:1x",
                                        "[::1", "[::1]x", "ws://", "h/x",   "a b",     "http://h",
                                        "[]:1", "h:-1",   "u@h:1", "h:1/p", "::1"};
    struct pl_bras_config c;
    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        if (pl_bras_config_server(&c, wrong[i]))
            fail_msg("\"%s\" passed", wrong[i]);
    }
}

static char path[64];

static void write_file(const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static int setup(void **state)
{
    int fd;
    (void)state;
    strcpy(path, "/tmp/parlor-test-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    setenv("PARLOR_SERVER_INI", path, 1);
    unsetenv("PARLOR_SERVER");
    unsetenv("PARLOR_SECRET");
    unsetenv("PARLOR_SERVER_NAME");
    unsetenv("PARLOR_SERVER_CA");
    for (uint32_t o = BRAS_SO_LINK_SERVER; o <= BRAS_SO_LINK_CA; o++)
        assert_int_equal(pl_bras_config_option(o, ""), 0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(path);
    unsetenv("PARLOR_SERVER_INI");
    return 0;
}

static void options_then_environment_then_file(void **state)
{
    struct pl_bras_config c;
    char error[PL_BRAS_CONFIG_ERROR_MAX];
    (void)state;
    write_file("; ours\n[parlor]\nserver = file:1\nsecret = of file\nname = named\n");
    assert_true(pl_bras_config_read(&c, error));
    assert_string_equal(c.host, "file");
    assert_string_equal(c.secret, "of file");
    assert_string_equal(c.name, "named");
    setenv("PARLOR_SERVER", "variable:2", 1);
    assert_int_equal(pl_bras_config_option(BRAS_SO_LINK_SECRET, "of option"), 0);
    assert_true(pl_bras_config_read(&c, error));
    assert_string_equal(c.host, "variable");
    assert_string_equal(c.secret, "of option");
    assert_int_equal(pl_bras_config_option(BRAS_SO_LINK_SERVER, "wss://option"), 0);
    assert_true(pl_bras_config_read(&c, error));
    assert_string_equal(c.host, "option");
    assert_true(c.tls);
}

static void without_anything_it_is_this_machine(void **state)
{
    struct pl_bras_config c;
    char error[PL_BRAS_CONFIG_ERROR_MAX];
    (void)state;
    write_file("");
    assert_true(pl_bras_config_read(&c, error));
    assert_string_equal(c.host, "127.0.0.1");
    assert_string_equal(c.port, "8906");
    assert_string_equal(c.secret, "");
    assert_string_not_equal(c.name, ""); /* the program's */
}

static void faults_are_named(void **state)
{
    struct pl_bras_config c;
    char error[PL_BRAS_CONFIG_ERROR_MAX], long_text[2000];
    (void)state;
    write_file("sever = h\n");
    assert_false(pl_bras_config_read(&c, error));
    assert_non_null(strstr(error, "\"sever\""));
    write_file("server\n");
    assert_false(pl_bras_config_read(&c, error));
    assert_non_null(strstr(error, ":1:"));
    write_file("server = http://h\n");
    assert_false(pl_bras_config_read(&c, error));
    assert_non_null(strstr(error, "http://h"));
    unlink(path);
    assert_false(pl_bras_config_read(&c, error)); /* it was named */
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    assert_int_equal(pl_bras_config_option(BRAS_SO_LINK_SECRET, long_text), 21);
    assert_int_equal(pl_bras_config_option(7, "x"), 21);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_in_every_form),
        cmocka_unit_test(what_is_no_address),
        TEST(options_then_environment_then_file),
        TEST(without_anything_it_is_this_machine),
        TEST(faults_are_named),
    };
    return cmocka_run_group_tests_name("bras_config", tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Forms as old pages send them, and what comes back fits what they then say to the server. */
#include "pl_test.h"

#include "adapters/identity/sign_service.h"

#include <stdio.h>

enum { NOW_S = 1700000000 };

static char *secret, *open_text;
static struct pl_key *key, *checker;
static char out[PL_SIGN_SERVICE_ANSWER_MAX];

static int make_key(void **state)
{
    (void)state;
    assert_ok(pl_key_generate(PL_KEY_RSA_MD5, &secret, &open_text));
    assert_ok(pl_key_read(&key, PL_KEY_RSA_MD5, pl_bytes_str(secret)));
    assert_ok(pl_key_read(&checker, PL_KEY_RSA_MD5, pl_bytes_str(open_text)));
    return 0;
}

static int free_key(void **state)
{
    (void)state;
    pl_key_destroy(key);
    pl_key_destroy(checker);
    free(secret);
    free(open_text);
    return 0;
}

static void fits(const char *body, int32_t user, const char *string_id, const char *app)
{
    const struct pl_sign_fields fields = {user, pl_bytes_str(string_id), pl_bytes_str(app), NOW_S};
    static const char head[] = "{\"errorcode\":0,\"timestamp\":1700000000,\"sigStr\":\"";
    const char *at, *end;
    pl_sign_service_answer(key, pl_bytes_str(body), NOW_S, out);
    assert_int_equal(strncmp(out, head, strlen(head)), 0);
    at = out + strlen(head);
    end = strchr(at, '"');
    assert_string_equal(end, "\"}");
    assert_ok(pl_sign_check(checker, &fields, pl_bytes_of(at, (size_t)(end - at))));
}

static void forms(void **state)
{
    (void)state;
    fits("userid=-1&struserid=ann&appid=abc", -1, "ann", "ABC");
    fits("userId=42&strUserId=&appId=ABC&more=1", 42, "", "abc");
    fits("appid=a&struserid=b+c&userid=", -1, "b+c", "a");
    fits("userid=-1&struserid=%E7%94%A8%E6%88%B7&appid=a", -1, "用户", "a");             /* once */
    fits("userid=-1&struserid=%25E7%2594%25A8%25E6%2588%25B7&appid=a", -1, "用户", "a"); /* twice */
    fits("userid=-1&struserid=100%&appid=a", -1, "100%", "a");
    fits("userid=-1&struserid=%zz&appid=a", -1, "%zz", "a");
}

static void says(const struct pl_key *with, const char *body, const char *answer)
{
    assert_string_equal(pl_sign_service_answer(with, pl_bytes_str(body), NOW_S, out), answer);
}

static void errors(void **state)
{
    static char long_body[PL_SIGN_SERVICE_BODY_MAX + 2];
    (void)state;
    says(key, "", "{\"errorcode\":218}");
    says(key, "nonsense", "{\"errorcode\":219}");
    says(key, "userid=-1&struserid=ann", "{\"errorcode\":219}");
    says(key, "userid=x&struserid=ann&appid=a", "{\"errorcode\":219}");
    says(key, "userid=99999999999&struserid=ann&appid=a", "{\"errorcode\":219}");
    says(key, "userid=-1&struserid=ann&appid=", "{\"errorcode\":219}");
    says(key, "userid=-1&struserid=%00&appid=a", "{\"errorcode\":219}");
    says(NULL, "userid=-1&struserid=ann&appid=a", "{\"errorcode\":217}");
    says(checker, "userid=-1&struserid=ann&appid=a", "{\"errorcode\":217}");
    memset(long_body, 'x', sizeof(long_body) - 1);
    says(key, long_body, "{\"errorcode\":219}");
    memcpy(long_body, "userid=-1&appid=a&struserid=", 28);
    long_body[4000] = '\0';
    says(key, long_body, "{\"errorcode\":219}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms),
        cmocka_unit_test(errors),
    };
    return cmocka_run_group_tests(tests, make_key, free_key);
}

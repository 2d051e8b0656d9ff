/* SPDX-License-Identifier: Apache-2.0 */
/* The examples that Amazon's documentation of S3 works out, with its example keys of 24 May 2013.
 */
#include "pl_test.h"

#include "adapters/s3/sigv4.h"

static const struct pl_sigv4_keys keys = {
    .id = "AKIAIOSFODNN7EXAMPLE",
    .secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    .region = "us-east-1",
    .service = "s3",
};

enum { MAY_24_2013 = 1369353600 };

#define EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define HOST  "examplebucket.s3.amazonaws.com"
#define CREDENTIAL                                                                                 \
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "

static void get_with_a_range(void **state)
{
    const struct pl_sigv4_header headers[] = {{"host", HOST},
                                              {"range", "bytes=0-9"},
                                              {"x-amz-content-sha256", EMPTY},
                                              {"x-amz-date", "20130524T000000Z"}};
    const struct pl_sigv4_request r = {.method = "GET",
                                       .path = "/test.txt",
                                       .query = "",
                                       .headers = headers,
                                       .header_count = 4,
                                       .payload = EMPTY,
                                       .at_s = MAY_24_2013};
    char out[PL_SIGV4_AUTH_MAX];
    (void)state;
    assert_int_equal(pl_sigv4_authorize(&keys, &r, out), PL_OK);
    assert_string_equal(
        out,
        CREDENTIAL "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
                   "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

static void put_with_a_body(void **state)
{
    static const char body[] = "Welcome to Amazon S3.";
    char hash[PL_SIGV4_HASH_MAX], path[64], out[PL_SIGV4_AUTH_MAX];
    struct pl_sigv4_header headers[] = {{"date", "Fri, 24 May 2013 00:00:00 GMT"},
                                        {"host", HOST},
                                        {"x-amz-content-sha256", hash},
                                        {"x-amz-date", "20130524T000000Z"},
                                        {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    struct pl_sigv4_request r = {.method = "PUT",
                                 .path = path,
                                 .query = "",
                                 .headers = headers,
                                 .header_count = 5,
                                 .payload = hash,
                                 .at_s = MAY_24_2013};
    (void)state;
    pl_sigv4_hash(pl_bytes_str(body), hash);
    assert_int_equal(pl_sigv4_encode(pl_bytes_str("/test$file.text"), true, path, sizeof(path)),
                     PL_OK);
    assert_string_equal(path, "/test%24file.text");
    assert_int_equal(pl_sigv4_authorize(&keys, &r, out), PL_OK);
    assert_string_equal(
        out,
        CREDENTIAL "SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class, "
                   "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

static void queries_are_signed(void **state)
{
    const struct pl_sigv4_header headers[] = {
        {"host", HOST}, {"x-amz-content-sha256", EMPTY}, {"x-amz-date", "20130524T000000Z"}};
    struct pl_sigv4_request r = {.method = "GET",
                                 .path = "/",
                                 .query = "lifecycle=",
                                 .headers = headers,
                                 .header_count = 3,
                                 .payload = EMPTY,
                                 .at_s = MAY_24_2013};
    char out[PL_SIGV4_AUTH_MAX];
    (void)state;
    assert_int_equal(pl_sigv4_authorize(&keys, &r, out), PL_OK);
    assert_non_null(
        strstr(out, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"));
    r.query = "max-keys=2&prefix=J";
    assert_int_equal(pl_sigv4_authorize(&keys, &r, out), PL_OK);
    assert_non_null(
        strstr(out, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"));
}

static const struct pl_sigv4_header link_headers[] = {{"host", HOST}};
static const struct pl_sigv4_request link_request = {.method = "GET",
                                                     .path = "/test.txt",
                                                     .query = "",
                                                     .headers = link_headers,
                                                     .header_count = 1,
                                                     .payload = "UNSIGNED-PAYLOAD",
                                                     .at_s = MAY_24_2013};

static void link_for_a_day(void **state)
{
    char out[512];
    (void)state;
    assert_int_equal(pl_sigv4_presign(&keys, &link_request, 86400, out, sizeof(out)), PL_OK);
    assert_string_equal(
        out, "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2F"
             "us-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&"
             "X-Amz-SignedHeaders=host&X-Amz-Signature="
             "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
}

static void what_is_too_long_is_refused(void **state)
{
    static char long_path[16384];
    const struct pl_sigv4_header headers[] = {{"host", HOST}};
    struct pl_sigv4_request r = {.method = "GET",
                                 .path = long_path,
                                 .query = "",
                                 .headers = headers,
                                 .header_count = 1,
                                 .payload = EMPTY,
                                 .at_s = MAY_24_2013};
    char out[512], auth[PL_SIGV4_AUTH_MAX];
    (void)state;
    memset(long_path, 'a', sizeof(long_path) - 1);
    assert_int_equal(pl_sigv4_authorize(&keys, &r, auth), PL_E_LIMIT);
    assert_int_equal(pl_sigv4_presign(&keys, &r, 60, out, sizeof(out)), PL_E_LIMIT);
    /* A link in less space than it needs: no part of it counts. */
    for (size_t size = 0; size <= 260; size += 13)
        assert_int_equal(pl_sigv4_presign(&keys, &link_request, 60, out, size), PL_E_LIMIT);
    assert_int_equal(pl_sigv4_presign(&keys, &link_request, 0, out, sizeof(out)), PL_E_LIMIT);
    assert_int_equal(
        pl_sigv4_presign(&keys, &link_request, PL_SIGV4_EXPIRES_MAX + 1, out, sizeof(out)),
        PL_E_LIMIT);
    assert_int_equal(pl_sigv4_encode(pl_bytes_str("a b"), true, out, 4), PL_E_LIMIT);
    assert_int_equal(pl_sigv4_encode(pl_bytes_str("a/b \xe4\xb8\xad"), false, out, sizeof(out)),
                     PL_OK);
    assert_string_equal(out, "a%2Fb%20%E4%B8%AD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(get_with_a_range),
        cmocka_unit_test(put_with_a_body),
        cmocka_unit_test(queries_are_signed),
        cmocka_unit_test(link_for_a_day),
        cmocka_unit_test(what_is_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

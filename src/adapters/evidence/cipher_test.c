/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "adapters/evidence/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/parlor-cipher-XXXXXX";
static char plain_path[64], sealed_path[64];
static const uint8_t key[PL_CIPHER_KEY] = {1, 2, 3};

static void fill(uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(i * 7 + i / 251);
}

/* A sealed file of so many bytes. */
static void make(size_t len)
{
    uint8_t *bytes = malloc(len + 1);
    struct pl_blob blob;
    assert_non_null(bytes);
    fill(bytes, len);
    assert_ok(pl_blob_write_file(plain_path, pl_bytes_of(bytes, len), 0600));
    free(bytes);
    assert_ok(pl_blob_open_file(plain_path, &blob));
    assert_ok(pl_cipher_write(&blob, sealed_path, 41, key, NULL));
    pl_blob_close(&blob);
}

static enum pl_err open_it(const uint8_t with[PL_CIPHER_KEY], struct pl_blob *out)
{
    struct pl_cipher_head head;
    struct pl_blob blob;
    enum pl_err err;
    assert_ok(pl_blob_open_file(sealed_path, &blob));
    err = pl_cipher_look(&blob, &head);
    if (err) {
        pl_blob_close(&blob);
        return err;
    }
    assert_int_equal(head.recording, 41);
    return pl_cipher_open(&blob, &head, with, out);
}

static void flip(off_t at)
{
    int fd = open(sealed_path, O_RDWR);
    uint8_t b;
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &b, 1, at), 1);
    b ^= 0x40;
    assert_int_equal(pwrite(fd, &b, 1, at), 1);
    close(fd);
}

/* Every place and length gives the same as the plain file; nothing of it is in the sealed one. */
static void test_any_place(void **state)
{
    const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};
    (void)state;
    for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
        uint8_t *want = malloc(sizes[k] + 1), *got = malloc(sizes[k] + 1);
        const size_t places[] = {0, 1, 65530, 65536, 131071, sizes[k], sizes[k] + 9};
        struct pl_blob blob;
        fill(want, sizes[k]);
        make(sizes[k]);
        assert_ok(open_it(key, &blob));
        assert_int_equal(blob.size, sizes[k]);
        for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
            size_t at = places[i];
            size_t len = at < sizes[k] ? sizes[k] - at : 0;
            assert_int_equal(blob.read(blob.arg, got, sizes[k], at), len);
            assert_memory_equal(got, want + (at < sizes[k] ? at : 0), len);
            if (len > 20)
                assert_int_equal(blob.read(blob.arg, got, 20, at), 20);
        }
        pl_blob_close(&blob);
        free(want);
        free(got);
    }
}

static void test_what_was_changed_is_not_given(void **state)
{
    uint8_t got[16];
    struct pl_blob blob;
    (void)state;
    make(200000);
    flip(PL_CIPHER_HEAD + 65536 + PL_CIPHER_TAG + 100); /* in the second chunk */
    assert_ok(open_it(key, &blob));
    assert_int_equal(blob.read(blob.arg, got, 16, 0), 16);
    assert_int_equal(blob.read(blob.arg, got, 16, 65536), -1);
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(blob.read(blob.arg, got, 16, 140000), 16);
    pl_blob_close(&blob);

    make(200000);
    flip(40); /* the salt: another key, nothing can be read */
    assert_ok(open_it(key, &blob));
    assert_int_equal(blob.read(blob.arg, got, 16, 0), -1);
    pl_blob_close(&blob);

    make(200000);
    flip(60); /* what is authenticated only */
    assert_ok(open_it(key, &blob));
    assert_int_equal(blob.read(blob.arg, got, 16, 0), -1);
    pl_blob_close(&blob);
}

static void test_what_was_cut_off_is_told(void **state)
{
    struct pl_blob blob;
    (void)state;
    make(200000);
    assert_int_equal(truncate(sealed_path, PL_CIPHER_HEAD + 3 * (65536 + PL_CIPHER_TAG)), 0);
    assert_err(PL_E_PROTO, open_it(key, &blob));
    assert_int_equal(truncate(sealed_path, 20), 0);
    assert_err(PL_E_PROTO, open_it(key, &blob));
    assert_int_equal(truncate(sealed_path, 0), 0);
    assert_err(PL_E_PROTO, open_it(key, &blob));
}

static void test_another_key_reads_nothing(void **state)
{
    const uint8_t other[PL_CIPHER_KEY] = {9};
    uint8_t got[16];
    struct pl_blob blob;
    (void)state;
    make(100);
    assert_ok(open_it(other, &blob));
    assert_int_equal(blob.read(blob.arg, got, 16, 0), -1);
    assert_int_equal(errno, EBADMSG);
    pl_blob_close(&blob);
}

static void test_keys(void **state)
{
    struct pl_record_keys *keys, *others;
    char master[64], second[64], place[64], path[96];
    uint8_t a[PL_CIPHER_KEY], b[PL_CIPHER_KEY];
    (void)state;
    (void)snprintf(master, sizeof(master), "%s/master.key", folder);
    (void)snprintf(second, sizeof(second), "%s/second.key", folder);
    (void)snprintf(place, sizeof(place), "%s/keys", folder);
    (void)snprintf(path, sizeof(path), "%s/7.key", place);
    assert_err(PL_E_NOT_FOUND, pl_record_keys_open(&keys, master, false, place));
    assert_ok(pl_record_keys_open(&keys, master, true, place));
    assert_err(PL_E_NOT_FOUND, pl_record_keys_get(keys, 7, a));
    assert_ok(pl_record_keys_take(keys, 7, a));
    assert_ok(pl_record_keys_take(keys, 7, b));
    assert_memory_equal(a, b, sizeof(a));
    assert_ok(pl_record_keys_take(keys, 8, b));
    assert_memory_not_equal(a, b, sizeof(a));
    pl_record_keys_close(keys);

    assert_ok(pl_record_keys_open(&keys, master, false, place));
    assert_ok(pl_record_keys_get(keys, 7, b));
    assert_memory_equal(a, b, sizeof(a));
    assert_ok(pl_record_keys_open(&others, second, true, place));
    assert_err(PL_E_AUTH, pl_record_keys_get(others, 7, b));
    assert_err(PL_E_AUTH, pl_record_keys_take(others, 7, b)); /* never a new one over it */
    pl_record_keys_close(others);

    assert_ok(pl_record_keys_destroy(keys, 7));
    assert_ok(pl_record_keys_destroy(keys, 7));
    assert_int_not_equal(access(path, F_OK), 0);
    assert_err(PL_E_NOT_FOUND, pl_record_keys_get(keys, 7, b));
    pl_record_keys_close(keys);

    assert_int_equal(chmod(master, 0644), 0);
    assert_err(PL_E_RANGE, pl_record_keys_open(&keys, master, true, place));
}

static int set_up(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    (void)snprintf(plain_path, sizeof(plain_path), "%s/plain", folder);
    (void)snprintf(sealed_path, sizeof(sealed_path), "%s/sealed", folder);
    return 0;
}

static int tear_down(void **state)
{
    char command[96];
    (void)state;
    (void)snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_place),
        cmocka_unit_test(test_what_was_changed_is_not_given),
        cmocka_unit_test(test_what_was_cut_off_is_told),
        cmocka_unit_test(test_another_key_reads_nothing),
        cmocka_unit_test(test_keys),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "adapters/evidence/sealing.h"
#include "adapters/store/timeline.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 3 * PL_DIGEST_BLOCK + 1234 };

struct place {
    char folder[64];
    char root[96];
    struct pl_sealing s;
    struct pl_signer *signer;
    struct pl_record_keys *keys;
    char why[PL_SEALING_WHY_MAX];
};

#define FILE_NAME "2026-11-22/7_1.mp4"

static void path_of(const struct place *p, const char *name, char out[256])
{
    (void)snprintf(out, 256, "%.90s/%.150s", p->root, name);
}

static void put(const struct place *p, const char *name, size_t len)
{
    uint8_t *bytes = calloc(1, len + 1);
    char path[256];
    for (size_t i = 0; i < len; i++)
        bytes[i] = (uint8_t)(i * 13 + i / 1000);
    path_of(p, name, path);
    assert_ok(pl_blob_write_file(path, pl_bytes_of(bytes, len), 0600));
    free(bytes);
}

static bool exists(const struct place *p, const char *name)
{
    char path[256];
    path_of(p, name, path);
    return access(path, F_OK) == 0;
}

static void flip(const struct place *p, const char *name, off_t at)
{
    char path[256];
    uint8_t b = 0;
    int fd;
    path_of(p, name, path);
    fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &b, 1, at), 1);
    b ^= 1;
    assert_int_equal(pwrite(fd, &b, 1, at), 1);
    close(fd);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof(*p));
    char path[256], keys[128];
    (void)snprintf(p->folder, sizeof(p->folder), "/tmp/parlor-sealing-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    (void)snprintf(p->root, sizeof(p->root), "%s/recordings", p->folder);
    assert_int_equal(mkdir(p->root, 0700), 0);
    path_of(p, "2026-11-22", path);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof(path), "%s/sign.key", p->folder);
    assert_ok(pl_signer_open(&p->signer, path));
    (void)snprintf(path, sizeof(path), "%s/master.key", p->folder);
    (void)snprintf(keys, sizeof(keys), "%s/keys", p->folder);
    assert_ok(pl_record_keys_open(&p->keys, path, true, keys));
    p->s = (struct pl_sealing){p->root, p->signer, p->keys, NULL};
    put(p, FILE_NAME, SIZE);
    put(p, "2026-11-22/7_1.thumb.jpg", 5000);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    char command[128];
    int result;
    (void)snprintf(command, sizeof(command), "rm -rf %s", p->folder);
    result = system(command);
    pl_signer_destroy(p->signer);
    pl_record_keys_close(p->keys);
    free(p);
    return result;
}

static struct pl_sealed seal(struct place *p, bool encrypt)
{
    const struct pl_store_record_line line = {.recording = 41,
                                              .number = 1,
                                              .at_ms = 5000,
                                              .kind = pl_bytes_str("start"),
                                              .detail = pl_bytes_str("")};
    json_t *recording =
        json_pack("{s:i, s:s, s:I}", "id", 41, "consent", "asked", "started_ms", (json_int_t)4000);
    json_t *timeline = pl_timeline_json(&line, 1, 4000);
    struct pl_sealed out;
    assert_ok(
        pl_sealing_seal(&p->s, 41, FILE_NAME, recording, timeline, true, encrypt, &out, p->why));
    json_decref(recording);
    json_decref(timeline);
    return out;
}

/* As "ok good" or "no good 7_1.mp4 changed 1048576-2097151". */
static void verify(const struct place *p, const char *manifest, char out[512])
{
    json_t *report, *fault, *range;
    size_t i, k, n;
    assert_ok(pl_sealing_verify(&p->s, FILE_NAME, manifest, &report));
    n = (size_t)snprintf(out, 512, "%s %s",
                         json_is_true(json_object_get(report, "ok")) ? "ok" : "no",
                         json_string_value(json_object_get(report, "signature")));
    json_array_foreach(json_object_get(report, "faults"), i, fault)
    {
        n += (size_t)snprintf(out + n, 512 - n, " %s %s",
                              json_string_value(json_object_get(fault, "file")),
                              json_string_value(json_object_get(fault, "fault")));
        json_array_foreach(json_object_get(fault, "ranges"), k, range)
        {
            n += (size_t)snprintf(out + n, 512 - n, " %d-%d",
                                  (int)json_integer_value(json_array_get(range, 0)),
                                  (int)json_integer_value(json_array_get(range, 1)));
        }
    }
    json_decref(report);
}

#define VERIFIES(p, manifest, want)                                                                \
    do {                                                                                           \
        char got_[512];                                                                            \
        verify(p, manifest, got_);                                                                 \
        assert_string_equal(got_, want);                                                           \
    } while (0)

static void test_one_byte_is_named(void **state)
{
    struct place *p = *state;
    struct pl_sealed sealed = seal(p, false);
    assert_int_equal(sealed.bytes, SIZE);
    assert_false(sealed.encrypted);
    VERIFIES(p, sealed.manifest, "ok good");
    for (int block = 0; block < 4; block++) {
        char want[128];
        int first = block * PL_DIGEST_BLOCK;
        int last = block == 3 ? SIZE - 1 : first + PL_DIGEST_BLOCK - 1;
        flip(p, FILE_NAME, first + 77);
        (void)snprintf(want, sizeof(want), "no good 7_1.mp4 changed %d-%d", first, last);
        VERIFIES(p, sealed.manifest, want);
        flip(p, FILE_NAME, first + 77);
    }
    VERIFIES(p, sealed.manifest, "ok good");
    flip(p, "2026-11-22/7_1.thumb.jpg", 4999);
    VERIFIES(p, sealed.manifest, "no good 7_1.thumb.jpg changed 0-4999");
}

static void test_length_and_absence(void **state)
{
    struct place *p = *state;
    struct pl_sealed sealed = seal(p, false);
    char path[256];
    path_of(p, FILE_NAME, path);
    assert_int_equal(truncate(path, 2 * PL_DIGEST_BLOCK), 0);
    VERIFIES(p, sealed.manifest, "no good 7_1.mp4 shorter");
    assert_int_equal(truncate(path, SIZE + 5), 0); /* zeros where there was something */
    VERIFIES(p, sealed.manifest, "no good 7_1.mp4 longer 2097152-3146961");
    assert_int_equal(unlink(path), 0);
    VERIFIES(p, sealed.manifest, "no good 7_1.mp4 missing");
}

static void test_the_manifest_is_signed(void **state)
{
    struct place *p = *state;
    struct pl_sealed sealed = seal(p, false);
    char path[256], *text, *consent;
    struct pl_blob blob;
    struct pl_signer *own = p->signer, *other;
    path_of(p, FILE_NAME ".manifest.json", path);
    assert_ok(pl_blob_open_file(path, &blob));
    assert_ok(pl_blob_text(&blob, 1 << 20, &text));
    pl_blob_close(&blob);
    consent = strstr(text, "asked");
    assert_non_null(consent);
    memcpy(consent, "askes", 5);
    assert_ok(pl_blob_write_file(path, pl_bytes_str(text), 0600));
    VERIFIES(p, sealed.manifest, "no bad 7_1.mp4.manifest.json not the one of the catalogue");
    VERIFIES(p, NULL, "no bad");
    free(text);
    sealed = seal(p, false);
    (void)snprintf(path, sizeof(path), "%s/other.key", p->folder);
    assert_ok(pl_signer_open(&other, path));
    p->s.signer = other;
    VERIFIES(p, sealed.manifest, "no other key");
    p->s.signer = own;
    pl_signer_destroy(other);
    path_of(p, FILE_NAME ".manifest.sig", path);
    assert_int_equal(unlink(path), 0);
    VERIFIES(p, sealed.manifest, "no missing");
    path_of(p, FILE_NAME ".manifest.json", path);
    assert_int_equal(unlink(path), 0);
    VERIFIES(p, sealed.manifest, "no missing 7_1.mp4.manifest.json missing");
}

/* With the public half alone, as whoever gets the files. */
static void test_verified_elsewhere(void **state)
{
    struct place *p = *state;
    struct pl_sealed sealed = seal(p, false);
    struct pl_signer *own = p->signer, *public;
    uint8_t signature[PL_SIGNER_BYTES];
    assert_ok(pl_signer_of_public(&public, pl_bytes_str(pl_signer_public(own))));
    assert_string_equal(pl_signer_id(public), pl_signer_id(own));
    assert_err(PL_E_STATE, pl_signer_sign(public, pl_bytes_str("x"), signature));
    p->s.signer = public;
    p->s.keys = NULL;
    VERIFIES(p, sealed.manifest, "ok good");
    p->s.signer = own;
    p->s.keys = p->keys;
    pl_signer_destroy(public);
    assert_err(PL_E_RANGE, pl_signer_of_public(&public, pl_bytes_str("nothing")));
}

static void test_encrypted_at_rest(void **state)
{
    static const char *const names[] = {FILE_NAME, "2026-11-22/7_1.thumb.jpg",
                                        FILE_NAME ".timeline.json", FILE_NAME ".manifest.json",
                                        FILE_NAME ".manifest.sig"};
    struct place *p = *state;
    struct pl_sealed sealed = seal(p, true), again;
    struct pl_blob blob;
    uint8_t byte;
    char sealed_name[256];
    assert_true(sealed.encrypted);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void)snprintf(sealed_name, sizeof(sealed_name), "%s.sealed", names[i]);
        assert_false(exists(p, names[i]));
        assert_true(exists(p, sealed_name));
    }
    VERIFIES(p, sealed.manifest, "ok good");
    assert_ok(pl_sealing_open(&p->s, FILE_NAME, &blob));
    assert_int_equal(blob.size, SIZE);
    assert_int_equal(blob.read(blob.arg, &byte, 1, 2000000), 1);
    assert_int_equal(byte, (uint8_t)(2000000 * 13 + 2000));
    pl_blob_close(&blob);
    again = seal(p, true); /* after a crash: nothing is done twice */
    assert_string_equal(again.manifest, sealed.manifest);
    assert_string_equal(again.sha256, sealed.sha256);
    flip(p, FILE_NAME ".sealed", 64 + 5 * (65536 + 16) + 9);
    VERIFIES(p, sealed.manifest, "no good 7_1.mp4 damaged 327680-393215");
}

/* The server was killed when some of the files were encrypted: the next attempt makes one whole. */
static void test_killed_while_sealing(void **state)
{
    struct place *p = *state;
    struct pl_sealed sealed;
    char from[256], to[256];
    (void)seal(p, true);
    path_of(p, FILE_NAME ".sealed", from);
    assert_int_equal(unlink(from), 0);
    put(p, FILE_NAME, SIZE); /* it was still plain */
    sealed = seal(p, true);
    VERIFIES(p, sealed.manifest, "ok good");
    path_of(p, FILE_NAME ".sealed", from);
    path_of(p, FILE_NAME, to);
    assert_int_equal(link(from, to), 0); /* sealed, the plain one not yet gone */
    (void)seal(p, true);
    assert_false(exists(p, FILE_NAME));
}

static void test_erased(void **state)
{
    for (int encrypt = 0; encrypt < 2; encrypt++) {
        struct place *p = *state;
        char path[256], command[256];
        uint8_t byte;
        int fd;
        put(p, FILE_NAME, SIZE);
        (void)seal(p, encrypt != 0);
        put(p, FILE_NAME ".part", 100);
        put(p, "2026-11-22/7_1.board.jpg", 100);
        put(p, "2026-11-22/7_10.mp4", 100);
        path_of(p, encrypt ? FILE_NAME ".sealed" : FILE_NAME, path);
        fd = open(path, O_RDONLY);
        assert_true(fd >= 0 && pread(fd, &byte, 1, 5) == 1);
        assert_ok(pl_sealing_erase(&p->s, 41, FILE_NAME, p->why));
        assert_int_equal(pread(fd, &byte, 1, 5), 0); /* also for who has it open */
        close(fd);
        (void)snprintf(command, sizeof(command), "test \"$(ls %s/2026-11-22)\" = 7_10.mp4",
                       p->root);
        assert_int_equal(system(command), 0);
        if (encrypt)
            assert_err(PL_E_NOT_FOUND,
                       pl_record_keys_get(p->keys, 41, (uint8_t[PL_CIPHER_KEY]){0}));
        assert_ok(pl_sealing_erase(&p->s, 41, FILE_NAME, p->why));
    }
}

static void test_names_stay_inside(void **state)
{
    struct place *p = *state;
    const char *const bad[] = {"", "/etc/passwd", "..", "../x", "a/../../x", "a/.."};
    struct pl_blob blob;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assert_err(PL_E_NOT_FOUND, pl_sealing_open(&p->s, bad[i], &blob));
        assert_err(PL_E_RANGE, pl_sealing_erase(&p->s, 41, bad[i], p->why));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_byte_is_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_length_and_absence, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_manifest_is_signed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_verified_elsewhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_encrypted_at_rest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_killed_while_sealing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_erased, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_stay_inside, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

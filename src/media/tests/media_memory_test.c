/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that runs out, at each place where the SFU asks for some: nothing breaks, nothing leaks,
 * and when there is memory again the next change brings everybody back. (OpenSSL's memory is not
 * touched: it is not linked statically.)
 */
#include "media/tests/media_kit.h"
#include "media/tests/media_wrap.h"

static bool inside;
static long until;  /* so many more succeed */
static long refuse; /* and so many then fail */
static unsigned failed;

static bool fails(void)
{
    if (!inside || until-- > 0 || refuse <= 0)
        return false;
    refuse--;
    failed++;
    return true;
}

void *__wrap_calloc(size_t n, size_t size)
{
    return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_realloc(void *p, size_t size)
{
    return fails() ? NULL : __real_realloc(p, size);
}

static void note_inside(bool is)
{
    inside = is;
}

/* False: the story asked for fewer than `n`. */
static bool story(long n, long times)
{
    struct kit *kit = kit_create(7000 + (uint64_t)n);
    struct kit_client *a = kit_join(kit), *b = kit_join(kit);
    bool reached;
    kit->around = note_inside;
    until = n;
    refuse = times;
    failed = 0;
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, PL_MS(500));
    reached = failed > 0;

    refuse = 0; /* better times; everybody tries again */
    pl_media_restart(kit->m, kit->now, a->id, PL_MEDIA_PUB);
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    pl_media_restart(kit->m, kit->now, b->id, PL_MEDIA_SUB);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, PL_SEC(2));
    kit_forget(b);
    kit_run(kit, PL_MS(500));
    assert_true(kit_count(b, kit_received(b, a, PL_MEDIA_AUDIO)) > 15);
    assert_true(kit_count(b, kit_received(b, a, PL_MEDIA_VIDEO)) > 20);
    kit_destroy(kit);
    return reached;
}

static void each_allocation_may_fail(void **state)
{
    long n = 0;
    (void)state;
    while (story(n, 1))
        n++;
    assert_true(n > 30);
}

static void several_in_a_row_may_fail(void **state)
{
    long n = 0;
    (void)state;
    while (story(n, 6))
        n += 3;
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(several_in_a_row_may_fail),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The table of rights: whole, agreed on, and really asked. docs/rights.md is written here. */
#include "pl_agreed.h"

#include "core/dispatch.h"
#include "core/object_rights.h"
#include "core/rights.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

/* ---- the table ---- */

static void is_whole(void **state)
{
    (void)state;
    for (unsigned id = PL_RIGHT_NONE + 1; id < PL_RIGHTS; id++) {
        const struct pl_right *r = pl_right_of((enum pl_right_id)id);
        assert_true(r->object && r->object[0] && r->verb && r->verb[0]);
        assert_true(r->roles != 0 && r->roles < 1u << PL_ROLES);
        assert_true(!r->within_en[0] == !r->within_zh[0]);
        assert_true(!r->can_be_denied || (r->roles >> PL_ROLE_GUEST & 1));
    }
    for (unsigned role = 0; role < PL_ROLES; role++)
        assert_false(pl_rights_allow((enum pl_role)role, PL_RIGHT_NONE, 0));
}

/* What has a handler has a right, and nobody has it who would be refused anyway. */
static void every_message_has_one(void **state)
{
    (void)state;
    for (unsigned t = 0; t < PL_WIRE_TYPE_COUNT; t++) {
        const struct pl_route *route = pl_dispatch_route((enum pl_wire_type)t);
        enum pl_right_id right = pl_right_of_message((enum pl_wire_type)t);
        if (!route != (right == PL_RIGHT_NONE))
            fail_msg("message %u: a handler without a right, or the other way round", t);
        if (route && route->needs >= PL_NEEDS_USER && right != PL_RIGHT_DIRECT_CONNECT)
            assert_false(pl_rights_allow(PL_ROLE_NOBODY, right, 0));
    }
    assert_int_equal(pl_right_of_message(PL_WIRE_TYPE_COUNT), PL_RIGHT_NONE);
}

static void guests_can_be_denied_some(void **state)
{
    (void)state;
    assert_true(pl_rights_allow(PL_ROLE_GUEST, PL_RIGHT_TEXT_SEND, 0));
    assert_false(pl_rights_allow(PL_ROLE_GUEST, PL_RIGHT_TEXT_SEND, UINT64_MAX));
    assert_true(pl_rights_allow(PL_ROLE_USER, PL_RIGHT_TEXT_SEND, UINT64_MAX));
    assert_true(pl_rights_allow(PL_ROLE_GUEST, PL_RIGHT_SESSION_END, UINT64_MAX));
    assert_false(pl_rights_allow(PL_ROLE_VIEWER, PL_RIGHT_USER_REMOVE, 0));
    assert_true(pl_rights_allow(PL_ROLE_OPERATOR, PL_RIGHT_USER_REMOVE, 0));
    assert_false(pl_rights_allow(PL_ROLE_OPERATOR, PL_RIGHT_TEXT_SEND, 0));
}

/* ---- docs/rights.md ---- */

struct page {
    char text[16384];
    size_t used;
};

static void PL_PRINTF(2, 3) add(struct page *p, const char *format, ...)
{
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(p->text + p->used, sizeof(p->text) - p->used, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof(p->text) - p->used);
    p->used += (size_t)n;
}

static void add_head(struct page *p)
{
    add(p,
        "# Who may do what 权限表\n\n"
        "Made by the test of `src/core/rights.c` (`PL_AGREED=write`). What is not in the table is "
        "denied. **x**: may, within what the last column says; (x): guests may, unless "
        "`[guests]` of the settings says no.\n\n"
        "由 `src/core/rights.c` 的测试生成。表中没有的一律拒绝。**x**：允许（范围见末列）；"
        "(x)：访客可以，除非配置的 `[guests]` 另有规定。\n\n"
        "| object | verb |");
    for (unsigned role = 0; role < PL_ROLES; role++)
        add(p, " %s |", pl_role_name((enum pl_role)role));
    add(p, " within | 范围 |\n|---|---|");
    for (unsigned role = 0; role < PL_ROLES; role++)
        add(p, ":-:|");
    add(p, "---|---|\n");
}

static void add_objects(struct page *p)
{
    add(p,
        "\n## Service objects 业务对象\n\n"
        "What pages of guests and users may say to areas (4), queues (5), agents (6) and clients "
        "(8), by code; made of `src/core/object_rights.c`. Everything else is 20; objects of "
        "other types are 21; who is not signed in hears 208. What is allowed may still not be "
        "possible as things are: then the engine's own code comes, or its event.\n\n"
        "网页（访客与用户）可对营业厅（4）、队列（5）、坐席（6）、客户（8）所做的操作，由 "
        "`src/core/object_rights.c` 生成。其余一律为 20，其他类型的对象为 21，未登录为 208。"
        "允许的操作在当前状态下不可行时，另由业务引擎给出错误码或事件。\n\n"
        "| object | verb | code | whose | 对象 |\n|---|---|--:|---|---|\n");
    for (const struct pl_object_right *r = pl_object_rights; r->verb; r++)
        add(p, "| %s | %s | %d | %s | %s |\n", r->object, r->verb, r->code,
            pl_object_whose_name(r->whose, false), pl_object_whose_name(r->whose, true));
}

static void is_written_down(void **state)
{
    static struct page p;
    (void)state;
    add_head(&p);
    for (unsigned id = PL_RIGHT_NONE + 1; id < PL_RIGHTS; id++) {
        const struct pl_right *r = pl_right_of((enum pl_right_id)id);
        add(&p, "| %s | %s |", r->object, r->verb);
        for (unsigned role = 0; role < PL_ROLES; role++) {
            bool may = pl_rights_allow((enum pl_role)role, (enum pl_right_id)id, 0);
            bool always = pl_rights_allow((enum pl_role)role, (enum pl_right_id)id, UINT64_MAX);
            add(&p, " %s |", !may ? "" : always ? "x" : "(x)");
        }
        add(&p, " %s | %s |\n", r->within_en, r->within_zh);
    }
    add_objects(&p);
    pl_test_agreed("docs/rights.md", p.text, p.used);
}

/* Each once; and what is not in the table is nobody's. */
static void objects_are_whole(void **state)
{
    (void)state;
    for (const struct pl_object_right *r = pl_object_rights; r->verb; r++) {
        assert_int_not_equal(r->whose, PL_OBJECT_NOBODYS);
        assert_true(!r->is_property || r->whose == PL_OBJECT_ONES_OWN);
        for (const struct pl_object_right *q = pl_object_rights; q != r; q++)
            assert_false(q->type == r->type && q->code == r->code &&
                         q->is_property == r->is_property);
        assert_int_equal(r->is_property ? pl_object_set_right(r->type, r->code)
                                        : pl_object_control_right(r->type, r->code),
                         r->whose);
    }
    assert_int_equal(pl_object_control_right(0, 0), PL_OBJECT_NOBODYS);
    assert_int_equal(
        pl_object_control_right(PL_ANYCHAT_OBJECT_TYPE_AREA, PL_ANYCHAT_OBJECT_CTRL_CREATE),
        PL_OBJECT_NOBODYS);
    assert_int_equal(pl_object_set_right(PL_ANYCHAT_OBJECT_TYPE_QUEUE, PL_ANYCHAT_OBJECT_INFO_NAME),
                     PL_OBJECT_NOBODYS);
}

/* ---- that it is asked ---- */

static void begin(struct story *st, uint64_t denied)
{
    st->config.guests_denied = denied;
    story_begin(st);
    story_user(st, 1, "ann");
    story_open(st, 2);
    story_say(st, 2, "{'t':'hello','sdk':'test','video':['VP8']}");
    story_say(st, 2, "{'t':'login','name':'guest'}");
    story_say(st, 1, "{'t':'enter','room':5}");
    story_say(st, 2, "{'t':'enter','room':5}");
    story_skip(st);
}

static void a_denied_guest(void **state)
{
    struct story *st = *state;
    begin(st, UINT64_C(1) << PL_RIGHT_TEXT_SEND);
    story_say(st, 2, "{'t':'text','to':-1,'secret':false,'text':'hi'}");
    story_expect(st, "2< {'t':'error','seq':3,'re':4,'code':20,'detail':'not for guests'}\n");
    story_say(st, 2, "{'t':'buffer','to':-1,'data':'aGk='}"); /* that is another right */
    assert_true(story_has(st, "buffer_received"));
    story_skip(st);
    story_say(st, 1, "{'t':'text','to':-1,'secret':false,'text':'hi'}");
    assert_true(story_has(st, "2< {'t':'text_received'"));
    story_skip(st);
}

static void a_guest_like_others(void **state)
{
    struct story *st = *state;
    begin(st, 0);
    story_say(st, 2, "{'t':'text','to':-1,'secret':false,'text':'hi'}");
    assert_true(story_has(st, "1< {'t':'text_received'"));
    story_skip(st);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_whole),
        cmocka_unit_test(every_message_has_one),
        cmocka_unit_test(guests_can_be_denied_some),
        cmocka_unit_test(is_written_down),
        cmocka_unit_test(objects_are_whole),
        story_test(a_denied_guest),
        story_test(a_guest_like_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

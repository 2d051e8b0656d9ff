/* SPDX-License-Identifier: Apache-2.0 */
#include "sample-counters.h"

#include "AnyChatObjectDefine.h"
#include "anychatserversdk.h"

#include <string.h>

/* Bits of business: what a queue is for, and what an agent does. */
enum { PERSONAL = 1, COMPANIES = 2 };

static const struct {
    DWORD id;
    const char *name, *description;
} areas[] = {
    {10001, "科韵路营业厅", "科韵路 1 号"},
    {10002, "天河路营业厅", "天河路 2 号"},
};

static const struct {
    DWORD area, id;
    const char *name, *description;
    DWORD attribute, priority, tag;
} queues[] = {
    {10001, 101, "现金业务队列", "存款、取款、转账", PERSONAL, 0, 2},
    {10001, 102, "现金业务队列(VIP)", "贵宾客户", PERSONAL, 10, 2},
    {10001, 103, "对公业务队列", "企业客户", COMPANIES, 0, 3},
    {10002, 201, "理财业务队列", "理财咨询", PERSONAL, 0, 2},
    {10002, 202, "基金业务队列", "基金申购与赎回", COMPANIES, 0, 3},
};

static DWORD first_of(DWORD code, DWORD next)
{
    return code != 0 ? code : next;
}

/* Texts end with a NUL, whatever length is said. */
static DWORD set_text(DWORD type, DWORD id, DWORD info, const char *text)
{
    char copy[128];
    strncpy(copy, text, sizeof(copy) - 1);
    copy[sizeof(copy) - 1] = '\0';
    return BRAS_ObjectSetValue(type, id, info, copy, 0);
}

static DWORD set_number(DWORD type, DWORD id, DWORD info, DWORD number)
{
    return BRAS_ObjectSetValue(type, id, info, (LPTSTR)&number, sizeof(number));
}

static DWORD make_area(size_t i)
{
    const DWORD type = ANYCHAT_OBJECT_TYPE_AREA, id = areas[i].id;
    DWORD code = BRAS_ObjectControl(type, id, ANYCHAT_OBJECT_CTRL_CREATE, 0, 0, 0, 0, NULL);
    code = first_of(code, set_text(type, id, ANYCHAT_OBJECT_INFO_NAME, areas[i].name));
    return first_of(code,
                    set_text(type, id, ANYCHAT_OBJECT_INFO_DESCRIPTION, areas[i].description));
}

static DWORD make_queue(size_t i)
{
    const DWORD type = ANYCHAT_OBJECT_TYPE_QUEUE, id = queues[i].id;
    DWORD code =
        BRAS_ObjectControl(type, id, ANYCHAT_OBJECT_CTRL_CREATE, queues[i].area, 0, 0, 0, NULL);
    code = first_of(code, set_text(type, id, ANYCHAT_OBJECT_INFO_NAME, queues[i].name));
    code =
        first_of(code, set_text(type, id, ANYCHAT_OBJECT_INFO_DESCRIPTION, queues[i].description));
    code = first_of(code, set_number(type, id, ANYCHAT_OBJECT_INFO_ATTRIBUTE, queues[i].attribute));
    code = first_of(code, set_number(type, id, ANYCHAT_OBJECT_INFO_PRIORITY, queues[i].priority));
    return first_of(code, set_number(type, id, ANYCHAT_OBJECT_INFO_INTTAG, queues[i].tag));
}

unsigned sample_counters_make(void)
{
    DWORD code = 0;
    size_t i;
    for (i = 0; i < sizeof(areas) / sizeof(areas[0]); i++)
        code = first_of(code, make_area(i));
    for (i = 0; i < sizeof(queues) / sizeof(queues[0]); i++)
        code = first_of(code, make_queue(i));
    return code;
}

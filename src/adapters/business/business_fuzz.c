/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Business servers that say anything, among clients who give them something to hear and to decide.
 * Input: a line a message; its first letter is who says it ('a'-'d' business servers, of which a
 * and b have attached; 'A', 'B' clients who are signed in), '+' and '-' before it open and close a
 * link,
 * '.' lets a second pass. Neither side may break the other: the domain's invariants hold at the
 * end.
 */
#include "adapters/business/business_kit.h"

#include <string.h>

static struct pl_kit kit;

static void turn(bool open, uint64_t link)
{
    if (open == kit.open[link])
        return;
    if (open) {
        kit.closed[link] = 0;
        pl_kit_open(&kit, link);
    } else {
        pl_kit_close(&kit, link);
    }
}

static uint64_t link_of(uint8_t letter)
{
    if (letter >= 'a' && letter <= 'd')
        return (uint64_t)(letter - 'a') + 1;
    return letter == 'A' ? 101 : letter == 'B' ? 102 : 0;
}

static void line(struct pl_bytes text)
{
    uint64_t link;
    if (text.len == 0)
        return;
    if (text.data[0] == '.') {
        pl_kit_wait(&kit, PL_SEC(1));
    } else if (text.len > 1 && (text.data[0] == '+' || text.data[0] == '-')) {
        link = link_of(text.data[1]);
        if (link > 0 && link <= PL_KIT_BUSINESS_MAX)
            turn(text.data[0] == '+', link);
    } else {
        link = link_of(text.data[0]);
        if (link > 0)
            pl_kit_text(&kit, link, pl_bytes_of(text.data + 1, text.len - 1));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pl_kit_start(&kit, size > 0 && data[0] == '!');
    pl_kit_attach(&kit, 1, "\"login\",\"enter\",\"call\"");
    pl_kit_attach(&kit, 2, "\"data\",\"control\",\"text\",\"file\"");
    for (uint64_t link = 101; link <= 102; link++) {
        pl_kit_hello(&kit, link);
        pl_kit_say(&kit, link, "{\"t\":\"login\",\"id\":2,\"name\":\"x\"}");
    }
    while (size > 0) {
        const uint8_t *end = memchr(data, '\n', size);
        size_t n = end ? (size_t)(end - data) : size;
        line(pl_bytes_of(data, n));
        n += end ? 1 : 0;
        data += n;
        size -= n;
    }
    pl_business_end(kit.business);
    pl_kit_stop(&kit);
    return 0;
}

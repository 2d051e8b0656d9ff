/* SPDX-License-Identifier: Apache-2.0 */
/* Anything on the control link and on the tap's port; what was read is written and read again. */
#include "proto/record/control.h"
#include "proto/record/tap.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_command(struct pl_bytes line)
{
    static struct pl_record_command c, again;
    static uint8_t bytes[PL_RECORD_LINE_MAX];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    const char *why;
    if (pl_record_read_command(line, &c, &why))
        return;
    pl_record_write_command(&w, &c);
    if (!pl_writer_ok(&w) || pl_record_read_command(pl_writer_done(&w), &again, &why) ||
        memcmp(&c, &again, sizeof(c)) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct pl_record_event e;
    struct pl_tap tap;
    const char *why;
    if (size == 0)
        return 0;
    if (data[0] == 'P')
        return pl_tap_read(pl_bytes_of(data, size), &tap) && tap.packet.len > 0;
    fuzz_command(pl_bytes_of(data, size));
    return pl_record_read_event(pl_bytes_of(data, size), &e, &why) != PL_OK && false;
}

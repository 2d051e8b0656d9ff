/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of the service counters: what the domain keeps (core/counter/contact.h) as records of the
 * store, and back. Views are borrowed.
 *
 * Other services of an agent, a text: "CLIENT QUEUE TALKING CONTACT BEGUN_MS WAITED_MS TICKET
 * SERIAL;" for each. */
#ifndef PL_ADAPTERS_STORE_ROWS_H
#define PL_ADAPTERS_STORE_ROWS_H

#include "adapters/store/record.h"
#include "core/counter/contact.h"

void pl_rows_of_contact(const struct pl_contact *c, struct pl_store_contact *out);
void pl_rows_of_stretch(const struct pl_stretch *s, struct pl_store_stretch *out);
/* `others`: where the text of its other services goes; as many as have room. */
enum { PL_ROWS_OTHERS_BYTES = 4096 };
void pl_rows_of_seat(const struct pl_counter_seat *s, struct pl_store_seat *out,
                     char others[PL_ROWS_OTHERS_BYTES]);

/* False: some number is not one of ours. */
bool pl_rows_to_contact(const struct pl_store_contact *r, struct pl_contact *out);
bool pl_rows_to_stretch(const struct pl_store_stretch *r, struct pl_stretch *out);
bool pl_rows_to_seat(const struct pl_store_seat *r, struct pl_counter_seat *out,
                     struct pl_counter_held others[PL_CONTACT_OTHERS_MAX]);

#endif

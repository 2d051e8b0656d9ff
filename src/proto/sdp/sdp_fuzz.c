/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes: reading ends. What was read can be printed, unless that makes it longer than allowed
 * (things said once for the session are printed with each section); and what was printed reads back
 * as an equal model. Each section can be answered or rejected, and the answer can be printed.
 */
#include "proto/sdp/sdp_answer.h"
#include "proto/sdp/sdp_eq.h"

#include <stdlib.h>

static uint8_t text[PL_SDP_TEXT_MAX * 8];

static void expect(bool fact)
{
    if (!fact)
        abort();
}

static void print_and_compare(const struct pl_sdp *sdp)
{
    struct pl_sdp again;
    size_t len;
    enum pl_err err = pl_sdp_write(sdp, text, sizeof(text), &len);
    expect(err == PL_OK || err == PL_E_LIMIT);
    if (err)
        return;
    expect(pl_sdp_read(&again, pl_bytes_of(text, len), NULL) == PL_OK);
    expect(pl_sdp_difference(sdp, &again) == NULL);
    pl_sdp_finish(&again);
}

/* Wishes for all that was offered, so that nothing of the offer stays untouched. */
static void answer(const struct pl_sdp *offer)
{
    static const char *const uris[] = {"urn:ietf:params:rtp-hdrext:sdes:mid"};
    struct pl_sdp a;
    enum pl_err err = PL_OK;
    pl_sdp_answer_begin(&a, 1, 1);
    for (size_t i = 0; i < offer->media_count && !err; i++) {
        const struct pl_sdp_media *m = offer->media[i];
        struct pl_sdp_wish wish = {
            .codecs = m->codecs,
            .codec_count = m->codec_count,
            .rtx = true,
            .extmaps = uris,
            .extmap_count = 1,
            .direction = PL_SDP_SENDRECV,
            .setup = PL_SDP_SETUP_PASSIVE,
            .simulcast = true,
        };
        struct pl_sdp_media *section;
        err = pl_sdp_answer_accept(&a, m, &wish, &section);
        if (err == PL_E_NOT_FOUND || err == PL_E_UNSUPPORTED)
            err = pl_sdp_answer_reject(&a, m);
    }
    expect(err == PL_OK || err == PL_E_LIMIT);
    if (!err)
        err = pl_sdp_answer_end(&a, offer);
    if (!err)
        print_and_compare(&a);
    pl_sdp_finish(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_sdp sdp;
    struct pl_sdp_candidate c;
    (void)pl_sdp_candidate_read(&c, pl_bytes_of(data, size));
    if (pl_sdp_read(&sdp, pl_bytes_of(data, size), NULL))
        return 0;
    print_and_compare(&sdp);
    answer(&sdp);
    pl_sdp_finish(&sdp);
    return 0;
}

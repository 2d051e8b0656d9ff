/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adapters/s3 for tests/integration/object_store.test.mjs: what it is told, a line each, to the
 * store of the command line; an answer a line: "RESULT detail". A connection lives as long as the
 * process.
 *
 *     s3_command ENDPOINT BUCKET REGION KEY_ID SECRET PART_BYTES
 *     put FILE KEY | size KEY | delete KEY | link KEY SECONDS
 */
#include "adapters/s3/s3.h"
#include "io/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 2048, ARGS = 7 };

static const char *const names[] = {"ok", "later", "refused", "missing", "local", "stopped"};

static void answer(const struct pl_s3 *s3, enum pl_s3_result result)
{
    printf("%s %s\n", names[result], result ? pl_s3_why(s3) : "");
}

static void do_line(struct pl_s3 *s3, char *line)
{
    char *save = NULL, *verb = strtok_r(line, " \n", &save);
    char *first = strtok_r(NULL, " \n", &save), *second = strtok_r(NULL, " \n", &save);
    char link[PL_S3_LINK_MAX];
    uint64_t bytes;
    enum pl_s3_result result;
    if (!verb || !first)
        return;
    if (strcmp(verb, "put") == 0 && second) {
        answer(s3, pl_s3_put(s3, first, second, "video/mp4"));
    } else if (strcmp(verb, "size") == 0) {
        result = pl_s3_size(s3, first, &bytes);
        if (result)
            answer(s3, result);
        else
            printf("ok %" PRIu64 "\n", bytes);
    } else if (strcmp(verb, "delete") == 0) {
        answer(s3, pl_s3_delete(s3, first));
    } else if (second && !pl_s3_link(s3, first, (int64_t)(pl_clock_wall_us() / 1000000u),
                                     (unsigned)strtoul(second, NULL, 10), link)) {
        printf("ok %s\n", link);
    } else {
        printf("unknown\n");
    }
}

int main(int argc, char **argv)
{
    struct pl_s3 *s3;
    struct pl_s3_config config;
    char line[LINE_MAX_BYTES];
    if (argc != ARGS)
        return 2;
    config = (struct pl_s3_config){.endpoint = argv[1],
                                   .bucket = argv[2],
                                   .region = argv[3],
                                   .key_id = argv[4],
                                   .secret = argv[5],
                                   .stall = PL_SEC(2),
                                   .part_bytes = strtoull(argv[6], NULL, 10)};
    if (pl_s3_open(&s3, &config))
        return 1;
    while (fgets(line, sizeof(line), stdin)) {
        do_line(s3, line);
        (void)fflush(stdout);
    }
    pl_s3_close(s3);
    return 0;
}

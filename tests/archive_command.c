/* SPDX-License-Identifier: Apache-2.0 */
/*
 * adapters/s3/archive.h for tests/integration/object_store.test.mjs: what it is told, a line each;
 * prints "done ID put|delete ok|WHY", "state WHY|well". Ends with its input, whatever is under way.
 *
 *     archive_command ENDPOINT BUCKET REGION KEY_ID SECRET
 *     put ID FILE KEY | delete ID KEY | link KEY SECONDS
 */
#include "adapters/s3/archive.h"
#include "io/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { INPUT_MAX = 65536, ARGS = 6 };

struct program {
    struct pl_archive *archive;
    bool over;
    size_t len;
    char input[INPUT_MAX];
};

static void on_done(void *arg, const struct pl_archive_done *done)
{
    (void)arg;
    printf("done %" PRIu64 " %s %s\n", done->id, done->put ? "put" : "delete",
           done->ok ? "ok" : done->why);
    (void)fflush(stdout);
}

static void on_state(void *arg, const char *why)
{
    (void)arg;
    printf("state %s\n", why ? why : "well");
    (void)fflush(stdout);
}

static void do_line(struct program *p, char *line)
{
    char *save = NULL, *verb = strtok_r(line, " ", &save), *words[3] = {0};
    char link[PL_S3_LINK_MAX];
    enum pl_err err = PL_E_LIMIT;
    for (size_t i = 0; i < 3; i++)
        words[i] = strtok_r(NULL, " ", &save);
    if (!verb || !words[0] || !words[1])
        return;
    if (strcmp(verb, "put") == 0 && words[2]) {
        err = pl_archive_put(p->archive, strtoull(words[0], NULL, 10), words[1], words[2],
                             "video/mp4");
    } else if (strcmp(verb, "delete") == 0) {
        err = pl_archive_delete(p->archive, strtoull(words[0], NULL, 10), words[1]);
    } else if (strcmp(verb, "link") == 0) {
        err = pl_archive_link(p->archive, words[0], (int64_t)(pl_clock_wall_us() / 1000000u),
                              (unsigned)strtoul(words[1], NULL, 10), link);
        if (!err)
            printf("link %s\n", link);
    }
    if (err)
        printf("refused %s\n", words[0]);
    (void)fflush(stdout);
}

static void on_input(void *arg)
{
    struct program *p = arg;
    ssize_t n = read(STDIN_FILENO, p->input + p->len, INPUT_MAX - p->len - 1);
    char *end;
    if (n <= 0) {
        p->over = true;
        return;
    }
    p->len += (size_t)n;
    p->input[p->len] = '\0';
    while ((end = strchr(p->input, '\n')) != NULL) {
        *end = '\0';
        do_line(p, p->input);
        p->len -= (size_t)(end + 1 - p->input);
        memmove(p->input, end + 1, p->len + 1);
    }
}

int main(int argc, char **argv)
{
    static struct program p;
    struct pl_archive_config config = {
        .pause = PL_MS(20), .on_done = on_done, .on_state = on_state};
    struct pl_loop *loop;
    struct pl_watch *watch;
    if (argc != ARGS || pl_loop_create(&loop))
        return 2;
    config.s3 = (struct pl_s3_config){.endpoint = argv[1],
                                      .bucket = argv[2],
                                      .region = argv[3],
                                      .key_id = argv[4],
                                      .secret = argv[5],
                                      .stall = PL_SEC(20)};
    watch = pl_watch_create(loop, STDIN_FILENO, on_input, &p);
    if (!watch || pl_archive_start(&p.archive, loop, &config))
        return 1;
    while (!p.over && pl_loop_turn(loop))
        ;
    pl_archive_stop(p.archive);
    pl_watch_destroy(watch);
    pl_loop_destroy(loop);
    return 0;
}

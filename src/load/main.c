/* SPDX-License-Identifier: Apache-2.0 */
#include "load/film.h"
#include "load/load.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t stopped;

static void on_signal(int signum)
{
    (void)signum;
    if (stopped)
        _exit(EXIT_FAILURE);
    stopped = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void progress(const char *line)
{
    fprintf(stderr, "\r%s\033[K", line);
}

static bool print(const struct pl_load_options *o, const struct pl_load_result *r)
{
    bool on_stdout = o->json && strcmp(o->json, "-") == 0;
    FILE *out = stdout;
    enum pl_err err;
    if (!on_stdout)
        pl_load_print_table(stdout, o, r);
    if (!o->json)
        return true;
    if (!on_stdout)
        out = fopen(o->json, "we");
    err = out ? pl_load_print_json(out, o, r) : PL_E_IO;
    if (out && !on_stdout && fclose(out) != 0)
        err = PL_E_IO;
    if (err)
        fprintf(stderr, "parlor-load: %s: %s\n", o->json,
                err == PL_E_IO ? strerror(errno) : pl_err_name(err));
    return err == PL_OK;
}

static bool read_film(struct pl_rtc_film *film, enum pl_media_kind kind, const char *path)
{
    char error[PL_LOAD_FILM_ERROR_MAX];
    bool ok = !path || pl_load_film_read(film, kind, path, error);
    if (!ok)
        fprintf(stderr, "parlor-load: %s\n", error);
    return ok;
}

static int run(const struct pl_load_options *o, struct pl_load_films films)
{
    bool shows = !o->quiet && isatty(STDERR_FILENO);
    const struct pl_load_result *r;
    struct pl_load *load;
    int status;
    enum pl_err err = pl_load_create(&load, o, films);
    if (err) {
        fprintf(stderr, "parlor-load: cannot begin: %s\n", pl_err_name(err));
        return EXIT_FAILURE;
    }
    catch_signals();
    pl_load_run(load, shows ? progress : NULL, &stopped);
    if (shows)
        fputs("\r\033[K", stderr);
    r = pl_load_result(load);
    status = print(o, r) && r->joined == r->wanted && r->lost == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    pl_load_destroy(load);
    return status;
}

static int run_with_films(const struct pl_load_options *o)
{
    struct pl_rtc_film pictures = {0}, sound = {0};
    int status = EXIT_FAILURE;
    if (read_film(&pictures, PL_MEDIA_VIDEO, o->film) &&
        read_film(&sound, PL_MEDIA_AUDIO, o->sound))
        status = run(o, (struct pl_load_films){pictures.frames ? &pictures : NULL,
                                               sound.frames ? &sound : NULL});
    pl_load_film_finish(&pictures);
    pl_load_film_finish(&sound);
    return status;
}

int main(int argc, char **argv)
{
    struct pl_load_options options;
    char error[PL_LOAD_ERROR_MAX];
    enum pl_load_action action;
    (void)argc;
    if (pl_load_options_read(&options, &action, (const char *const *)argv, error)) {
        fprintf(stderr, "parlor-load: %s\n", error);
        return 2;
    }
    switch (action) {
    case PL_LOAD_HELP:
        pl_load_options_print_help(stdout);
        break;
    case PL_LOAD_VERSION:
        puts("parlor-load " PL_VERSION);
        break;
    case PL_LOAD_RUN:
        return run_with_films(&options);
    }
    return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/test_database.h"

#include "pl_test.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRIPT "tests/support/postgres.sh"

enum { NOT_INSTALLED = 77 };

static char server_folder[64];
static char server_where[256]; /* empty: not started, or not there */

static int script(const char *what, char *out, size_t size)
{
    char command[256];
    FILE *f;
    int status;
    (void)snprintf(command, sizeof(command), SCRIPT " %s %s %d", what, server_folder,
                   (int)getpid());
    f = popen(command, "r");
    assert_non_null(f);
    if (out && fgets(out, (int)size, f))
        out[strcspn(out, "\n")] = '\0';
    status = pclose(f);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int test_database_start(void **state)
{
    int code;
    (void)state;
    (void)snprintf(server_folder, sizeof(server_folder), "/tmp/pl-pg-XXXXXX");
    if (!mkdtemp(server_folder))
        return -1;
    code =
        pl_store_postgres() ? script("start", server_where, sizeof(server_where)) : NOT_INSTALLED;
    if (code != 0)
        server_where[0] = '\0';
    return code == 0 || code == NOT_INSTALLED ? 0 : -1;
}

int test_database_stop(void **state)
{
    (void)state;
    (void)script("stop", NULL, 0);
    return 0;
}

void test_database_run(const struct test_database *t, const char *sql)
{
    char error[PL_STORE_ERROR_MAX];
    void *connection;
    assert_ok(t->ops->open(&connection, t->where, error));
    assert_ok(t->ops->run(connection, sql, NULL, 0, NULL, NULL));
    t->ops->close(connection);
}

bool test_database_make(struct test_database *t, enum test_backend backend)
{
    memset(t, 0, sizeof(*t));
    if (backend == TEST_POSTGRES) {
        if (server_where[0] == '\0')
            return false;
        t->ops = pl_store_postgres();
        (void)snprintf(t->where, sizeof(t->where), "%s", server_where);
        test_database_run(t, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        return true;
    }
    t->ops = pl_store_sqlite();
    (void)snprintf(t->folder, sizeof(t->folder), "/tmp/pl-store-XXXXXX");
    assert_non_null(mkdtemp(t->folder));
    (void)snprintf(t->where, sizeof(t->where), "%s/parlor.db", t->folder);
    return true;
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

void test_database_remove(struct test_database *t)
{
    if (t->folder[0])
        (void)nftw(t->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

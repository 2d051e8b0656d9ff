/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/admin/http.h"
#include "io/random.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum pl_err read_token(int fd, char token[PL_ADMIN_TOKEN_CHARS + 1])
{
    struct stat st;
    ssize_t n;
    if (fstat(fd, &st) != 0)
        return PL_E_IO;
    if (!S_ISREG(st.st_mode) || (st.st_mode & (S_IRWXG | S_IRWXO)))
        return PL_E_RANGE;
    n = read(fd, token, PL_ADMIN_TOKEN_CHARS);
    if (n < 0)
        return PL_E_IO;
    token[n] = '\0';
    return strspn(token, "0123456789abcdef") == PL_ADMIN_TOKEN_CHARS ? PL_OK : PL_E_RANGE;
}

static enum pl_err make_token(int fd, char token[PL_ADMIN_TOKEN_CHARS + 1])
{
    static const char digits[] = "0123456789abcdef";
    struct pl_random *random = pl_random_kernel();
    uint8_t bytes[PL_ADMIN_TOKEN_CHARS / 2];
    random->fill(random, bytes, sizeof(bytes));
    for (size_t i = 0; i < sizeof(bytes); i++) {
        token[2 * i] = digits[bytes[i] >> 4];
        token[2 * i + 1] = digits[bytes[i] & 15];
    }
    token[PL_ADMIN_TOKEN_CHARS] = '\0';
    if (write(fd, token, PL_ADMIN_TOKEN_CHARS) != PL_ADMIN_TOKEN_CHARS || write(fd, "\n", 1) != 1)
        return PL_E_IO;
    return PL_OK;
}

enum pl_err pl_admin_token(const char *path, char token[PL_ADMIN_TOKEN_CHARS + 1])
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool fresh = fd >= 0;
    enum pl_err err;
    if (!fresh && errno == EEXIST)
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return PL_E_IO;
    err = fresh ? make_token(fd, token) : read_token(fd, token);
    close(fd);
    if (fresh && err)
        (void)unlink(path);
    return err;
}

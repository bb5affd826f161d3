// SPDX-License-Identifier: EUPL-1.2
// Unpacks with libzip in chunks of 16 KiB, on the stack of whoever calls. What an entry claims to
// unpack to is judged before a byte is unpacked, and what it does unpack to is counted as well: the
// claim is the archive's own. Workbooks of some kilobytes to hundreds of megabytes.
#include "format/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "base/lang.h"

enum { CHUNK_BYTES = 16 * 1024, MAX_ENTRIES = 10000, MAX_RATIO = 200 };
static const zip_uint64_t MAX_TOTAL = (zip_uint64_t)1 << 30;
static const zip_uint64_t FREE_BYTES = (zip_uint64_t)16 << 20;

struct kt_archive {
    zip_t *zip;
    zip_uint64_t size;     // of the archive
    zip_uint64_t unpacked; // of all entries read so far
};

// An OLE container: a workbook with a password, or one of before 2007.
static bool is_container(const char *bytes, size_t length)
{
    static const unsigned char MAGIC[] = {0xD0, 0xCF, 0x11, 0xE0};
    return length > sizeof MAGIC && memcmp(bytes, MAGIC, sizeof MAGIC) == 0;
}

// Whether the archive has more entries than are read. Each has its line in the directory, which
// begins with four bytes that packed data have by chance once in 4 GiB. libzip finds entries by a
// hash of their names that any file can foresee, and would be busy for hours before it could tell.
static bool has_many_entries(const char *bytes, size_t length)
{
    static const char LINE[] = "PK\x01\x02";
    const char *end = bytes + length;
    const char *at = bytes;
    size_t n = 0;
    while (n <= MAX_ENTRIES && end - at >= 4) {
        at = memchr(at, 'P', (size_t)(end - at) - 3);
        if (at == NULL)
            break;
        n += memcmp(at, LINE, 4) == 0;
        at++;
    }
    return n > MAX_ENTRIES;
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

// Of two entries of one name each program reads another. KT_BAD_INPUT where there are such.
static kt_status check_names(zip_t *zip, kt_error *err)
{
    zip_int64_t entries = zip_get_num_entries(zip, 0);
    size_t n = entries < 0 ? 0 : (size_t)entries;
    const char **name = malloc((n + 1) * sizeof *name);
    bool failed = name == NULL;
    for (size_t i = 0; i < n && !failed; i++) {
        name[i] = zip_get_name(zip, i, 0);
        failed = name[i] == NULL;
    }
    const char *twice = NULL;
    if (!failed)
        qsort(name, n, sizeof *name, by_name);
    for (size_t i = 1; i < n && !failed && twice == NULL; i++)
        twice = strcmp(name[i - 1], name[i]) == 0 ? name[i] : NULL;
    free((void *)name);
    if (failed)
        return kt_error_no_memory(err);
    return twice == NULL
               ? KT_OK
               : kt_error_set(err, KT_BAD_INPUT, "holds two parts of one name, %.200s", twice);
}

// What libzip finds wrong, as far as people meet it.
static const char *reason_of(int code, const kt_error *err)
{
    const char *reason = code == ZIP_ER_NOZIP      ? "it is no zip archive"
                         : code == ZIP_ER_INCONS   ? "its parts contradict each other"
                         : code == ZIP_ER_CRC      ? "its content is damaged"
                         : code == ZIP_ER_ZLIB     ? "its content is damaged"
                         : code == ZIP_ER_EOF      ? "it breaks off before the end"
                         : code == ZIP_ER_READ     ? "it cannot be read to its end"
                         : code == ZIP_ER_NOPASSWD ? "it has a password"
                         : code == ZIP_ER_COMPNOTSUPP || code == ZIP_ER_ENCRNOTSUPP
                             ? "it is packed in a way that is not known"
                             : "it breaks the rules of zip archives";
    return kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, reason);
}

// Whether memory ran out, in libzip or in zlib below it.
static bool is_memory(zip_error_t *error)
{
    static const int ZLIB_NO_MEMORY = -4; // Z_MEM_ERROR
    int code = zip_error_code_zip(error);
    return code == ZIP_ER_MEMORY ||
           (code == ZIP_ER_ZLIB && zip_error_code_system(error) == ZLIB_NO_MEMORY);
}

static kt_status no_workbook(int code, kt_error *err)
{
    if (code == ZIP_ER_MEMORY || errno == ENOMEM)
        return kt_error_no_memory(err);
    return kt_error_set(err, KT_BAD_INPUT, "is not a workbook: %s", reason_of(code, err));
}

void kt_archive_close(kt_archive *archive)
{
    if (archive == NULL)
        return;
    zip_discard(archive->zip);
    free(archive);
}

kt_status kt_archive_open_bytes(kt_archive **out, const void *bytes, size_t length, kt_error *err)
{
    *out = NULL;
    zip_error_t error;
    if (is_container(bytes, length))
        return kt_error_set(err, KT_BAD_INPUT,
                            "has a password or is an .xls of before 2007: save it as .xlsx "
                            "without a password");
    if (has_many_entries(bytes, length))
        return kt_error_set(err, KT_BAD_INPUT, "holds more than %d parts", MAX_ENTRIES);
    kt_archive *archive = calloc(1, sizeof *archive);
    if (archive == NULL)
        return kt_error_no_memory(err);
    errno = 0;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    archive->size = length;
    archive->zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    int code = zip_error_code_zip(&error);
    zip_error_fini(&error);
    if (archive->zip == NULL) {
        if (source != NULL)
            zip_source_free(source);
        free(archive);
        return no_workbook(code, err);
    }
    kt_status status = check_names(archive->zip, err);
    if (status != KT_OK) {
        kt_archive_close(archive);
        return status;
    }
    *out = archive;
    return KT_OK;
}

bool kt_archive_has(const kt_archive *archive, const char *entry)
{
    return zip_name_locate(archive->zip, entry, 0) >= 0 ||
           zip_error_code_zip(zip_get_error(archive->zip)) != ZIP_ER_NOENT;
}

size_t kt_archive_entries(const kt_archive *archive)
{
    zip_int64_t n = zip_get_num_entries(archive->zip, 0);
    return n < 0 ? 0 : (size_t)n;
}

const char *kt_archive_entry(const kt_archive *archive, size_t number)
{
    return zip_get_name(archive->zip, number, 0);
}

static kt_status refuse_size(kt_error *err)
{
    return kt_error_set(err, KT_BAD_INPUT,
                        "unpacks to far more than a workbook does (limits: 1 GiB, and %d times its "
                        "packed size)",
                        MAX_RATIO);
}

// Entries may name the same packed bytes, so the archive as a whole has a limit too.
static bool too_much(const kt_archive *archive, zip_uint64_t bytes, zip_uint64_t packed)
{
    zip_uint64_t all = archive->unpacked + bytes;
    return bytes > MAX_TOTAL - archive->unpacked ||
           (bytes > FREE_BYTES && bytes / MAX_RATIO > packed) ||
           (all > FREE_BYTES && all / MAX_RATIO > archive->size);
}

static kt_status unpack(kt_archive *archive, zip_file_t *file, const zip_stat_t *info,
                        kt_file_chunk chunk, void *user, kt_error *err)
{
    char bytes[CHUNK_BYTES];
    zip_uint64_t total = 0;
    for (;;) {
        zip_int64_t n = zip_fread(file, bytes, sizeof bytes);
        if (n == 0)
            break;
        if (n < 0 && is_memory(zip_file_get_error(file)))
            return kt_error_no_memory(err);
        if (n < 0)
            return kt_error_set(err, KT_BAD_INPUT, "is broken: %s",
                                reason_of(zip_error_code_zip(zip_file_get_error(file)), err));
        total += (zip_uint64_t)n;
        if (too_much(archive, total, info->comp_size))
            return refuse_size(err);
        kt_status status = chunk(user, bytes, (size_t)n, err);
        if (status != KT_OK)
            return status;
    }
    archive->unpacked += total;
    return KT_OK;
}

kt_status kt_archive_read(kt_archive *archive, const char *entry, kt_file_chunk chunk, void *user,
                          kt_error *err)
{
    zip_stat_t info;
    bool found = zip_stat(archive->zip, entry, 0, &info) == 0;
    if (!found && is_memory(zip_get_error(archive->zip)))
        return kt_error_no_memory(err);
    if (!found ||
        (info.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)) != (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
        return kt_error_set(err, KT_BAD_INPUT, "there is no such part");
    if (too_much(archive, info.size, info.comp_size))
        return refuse_size(err);
    zip_file_t *file = zip_fopen(archive->zip, entry, 0);
    if (file == NULL && is_memory(zip_get_error(archive->zip)))
        return kt_error_no_memory(err);
    if (file == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "cannot be unpacked: %s",
                            reason_of(zip_error_code_zip(zip_get_error(archive->zip)), err));
    kt_status status = unpack(archive, file, &info, chunk, user, err);
    zip_fclose(file);
    return status;
}

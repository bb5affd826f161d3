// SPDX-License-Identifier: EUPL-1.2
// Unpacks with libzip in chunks of 64 KiB. What an entry claims to unpack to is judged before a
// byte is unpacked, and what it does unpack to is counted as well: the claim is the archive's own.
// Workbooks of some kilobytes to hundreds of megabytes.
#include "format/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <zip.h>

#include "base/lang.h"

enum { CHUNK_BYTES = 64 * 1024, MAX_ENTRIES = 10000, MAX_RATIO = 200 };
static const zip_uint64_t MAX_TOTAL = (zip_uint64_t)1 << 30;
static const zip_uint64_t FREE_BYTES = (zip_uint64_t)16 << 20;

struct kt_archive {
    zip_t *zip;
    zip_uint64_t unpacked; // of all entries read so far
};

// The first bytes of an OLE container: a workbook with a password, or one of before 2007.
static bool is_container(const char *path)
{
    static const unsigned char MAGIC[] = {0xD0, 0xCF, 0x11, 0xE0};
    kt_buffer head = {0};
    bool found = kt_file_load(&head, path, (size_t)64 << 20, NULL, NULL) == KT_OK &&
                 head.length > sizeof MAGIC && memcmp(head.text, MAGIC, sizeof MAGIC) == 0;
    kt_buffer_free(&head);
    return found;
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

static kt_status adopt(kt_archive **out, zip_t *zip, kt_error *err)
{
    if (zip_get_num_entries(zip, 0) > MAX_ENTRIES) {
        zip_discard(zip);
        return kt_error_set(err, KT_BAD_INPUT, "holds more than %d parts", MAX_ENTRIES);
    }
    *out = calloc(1, sizeof **out);
    if (*out == NULL) {
        zip_discard(zip);
        return kt_error_no_memory(err);
    }
    (*out)->zip = zip;
    return KT_OK;
}

kt_status kt_archive_open(kt_archive **out, const char *path, kt_error *err)
{
    *out = NULL;
    int code = 0;
    errno = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY, &code);
    if (zip != NULL)
        return adopt(out, zip, err);
    if (code == ZIP_ER_NOZIP && is_container(path))
        return kt_error_set(err, KT_BAD_INPUT,
                            "has a password or is an .xls of before 2007: save it as .xlsx "
                            "without a password");
    return no_workbook(code, err);
}

kt_status kt_archive_open_bytes(kt_archive **out, const void *bytes, size_t length, kt_error *err)
{
    *out = NULL;
    zip_error_t error;
    errno = 0;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, length, 0, &error);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, &error);
    if (zip == NULL) {
        if (source != NULL)
            zip_source_free(source);
        int code = zip_error_code_zip(&error);
        zip_error_fini(&error);
        return no_workbook(code, err);
    }
    zip_error_fini(&error);
    return adopt(out, zip, err);
}

void kt_archive_close(kt_archive *archive)
{
    if (archive == NULL)
        return;
    zip_discard(archive->zip);
    free(archive);
}

bool kt_archive_has(const kt_archive *archive, const char *entry)
{
    return zip_name_locate(archive->zip, entry, 0) >= 0;
}

static kt_status refuse_size(const char *entry, kt_error *err)
{
    return kt_error_set(err, KT_BAD_INPUT,
                        "%.200s unpacks to far more than a workbook does (limits: 1 GiB, and %d "
                        "times its packed size)",
                        entry, MAX_RATIO);
}

static bool too_much(const kt_archive *archive, zip_uint64_t bytes, zip_uint64_t packed)
{
    return bytes > MAX_TOTAL - archive->unpacked ||
           (bytes > FREE_BYTES && bytes / MAX_RATIO > packed);
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
            return kt_error_set(err, KT_BAD_INPUT, "%.200s is broken: %s", info->name,
                                reason_of(zip_error_code_zip(zip_file_get_error(file)), err));
        total += (zip_uint64_t)n;
        if (too_much(archive, total, info->comp_size))
            return refuse_size(info->name, err);
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
        return kt_error_set(err, KT_BAD_INPUT, "has no part %.200s", entry);
    if (too_much(archive, info.size, info.comp_size))
        return refuse_size(entry, err);
    zip_file_t *file = zip_fopen(archive->zip, entry, 0);
    if (file == NULL && is_memory(zip_get_error(archive->zip)))
        return kt_error_no_memory(err);
    if (file == NULL)
        return kt_error_set(err, KT_BAD_INPUT, "%.200s cannot be unpacked: %s", entry,
                            reason_of(zip_error_code_zip(zip_get_error(archive->zip)), err));
    kt_status status = unpack(archive, file, &info, chunk, user, err);
    zip_fclose(file);
    return status;
}

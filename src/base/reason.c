// SPDX-License-Identifier: EUPL-1.2
// A table from the system's error codes to some twenty English texts that have a translation. What
// people hardly meet keeps the system's own words: better a rare English sentence than none.
#include "base/reason.h"

#include <errno.h>
#include <string.h>

#include "base/lang.h"

static const struct {
    int code;
    const char *text;
} REASONS[] = {
    {ENOENT, "there is no such file"},
    {EACCES, "permission is denied"},
    {EISDIR, "it is a folder"},
    {ENOTDIR, "part of the path is no folder"},
    {ENOSPC, "the disk is full"}, // the rest in the system's own words
    {EDQUOT, "the disk space allotted is used up"},
    {EFBIG, "the file gets too large"},
    {EIO, "Input/output error"},
    {EROFS, "the disk is read-only"},
    {EMFILE, "Too many open files"},
    {ENAMETOOLONG, "File name too long"},
    {ENFILE, "Too many open files"},
    {ELOOP, "the links in the path lead round in a circle"},
    {ENXIO, "nothing answers there"},
    {ENODEV, "nothing answers there"},
    {ETXTBSY, "a program that runs holds it"},
    {ENOTEMPTY, "Directory not empty"},
    {EEXIST, "something else has that name"},
    {EBUSY, "Device or resource busy"},
    {EXDEV, "Invalid cross-device link"},
    {EPERM, "Operation not permitted"},
};

const char *kt_reason_for(const kt_error *err, int code)
{
    kt_lang lang = err == NULL ? KT_LANG_EN : err->lang;
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
        if (REASONS[i].code == code)
            return kt_lang_text(lang, REASONS[i].text);
    }
    return strerror(code);
}

kt_status kt_reason_status(int code)
{
    static const int SPENT[] = {ENOMEM, ENOSPC, EDQUOT, EFBIG, EIO, EMFILE, ENFILE, ENOLCK};
    for (size_t i = 0; i < sizeof SPENT / sizeof SPENT[0]; i++) {
        if (SPENT[i] == code)
            return KT_NO_RESOURCES;
    }
    return KT_BAD_INPUT;
}

kt_status kt_reason_status_of_reading(int code)
{
    return code == EIO ? KT_BAD_INPUT : kt_reason_status(code);
}

bool kt_reason_absent(int code)
{
    return code == ENOENT || code == ENOTDIR;
}

const char *kt_reason_for_writing(const kt_error *err, int code)
{
    if (code == ENOENT)
        return kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, "there is no such folder");
    return kt_reason_for(err, code);
}

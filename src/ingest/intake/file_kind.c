// SPDX-License-Identifier: EUPL-1.2
// Looks at half a kilobyte: marks of zip and OLE, the first letter of JSON and XML.
#include "ingest/intake/file_kind.h"

#include <string.h>

#include "format/csv.h"

enum { HEAD_BYTES = 512 };

// What LibreOffice writes unless it is told otherwise: a zip that says so in its first part, or
// plain XML.
static bool is_open_document(const char *head, size_t n)
{
    static const char KIND[] = "mimetypeapplication/vnd.oasis.opendocument";
    enum { FIRST_NAME = 30 }; // behind the header of the first part
    char text[HEAD_BYTES + 1];
    memcpy(text, head, n);
    text[n] = '\0';
    return (n > FIRST_NAME + sizeof KIND &&
            memcmp(head + FIRST_NAME, KIND, sizeof KIND - 1) == 0) ||
           (*text == '<' && strstr(text, "<office:document") != NULL);
}

bool kt_file_kind_is_utf16(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

// The first sign of a text behind its byte order mark and blanks; '\0' where there is none.
static char first_sign(const char *head, size_t n)
{
    bool wide = kt_file_kind_is_utf16(head, n); // half of what is plain there is the byte 0
    size_t at = wide ? 2 : kt_csv_byte_order_mark(head, n);
    while (at < n && ((wide && head[at] == '\0') ||
                      (head[at] != '\0' && strchr(" \t\r\n", head[at]) != NULL)))
        at++;
    return at < n ? head[at] : '\0';
}

kt_file_kind kt_file_kind_of(const char *bytes, size_t length)
{
    const char *head = bytes;
    size_t n = length < HEAD_BYTES ? length : HEAD_BYTES;
    if (is_open_document(head, n))
        return KT_FILE_KIND_OPEN_DOCUMENT;
    char first = first_sign(head, n);
    bool zip = n >= 4 && (memcmp(head, "PK\x03\x04", 4) == 0 || memcmp(head, "PK\x05\x06", 4) == 0);
    bool ole = n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0;
    return zip || ole     ? KT_FILE_KIND_WORKBOOK
           : first == '{' ? KT_FILE_KIND_JSON
           : first == '<' ? KT_FILE_KIND_XML
                          : KT_FILE_KIND_TEXT;
}

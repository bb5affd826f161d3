// SPDX-License-Identifier: EUPL-1.2
// Looks at half a kilobyte: marks of zip and OLE, the first letter of JSON and XML.
#include "ingest/intake/file_kind.h"

#include <stdbool.h>
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

kt_file_kind kt_file_kind_of(const char *bytes, size_t length)
{
    const char *head = bytes;
    size_t n = length < HEAD_BYTES ? length : HEAD_BYTES;
    if (is_open_document(head, n))
        return KT_FILE_KIND_OPEN_DOCUMENT;
    size_t at = kt_csv_byte_order_mark(head, n);
    while (at < n && strchr(" \t\r\n", head[at]) != NULL && head[at] != '\0')
        at++;
    bool zip = n >= 4 && (memcmp(head, "PK\x03\x04", 4) == 0 || memcmp(head, "PK\x05\x06", 4) == 0);
    bool ole = n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0;
    return zip || ole                  ? KT_FILE_KIND_WORKBOOK
           : at < n && head[at] == '{' ? KT_FILE_KIND_JSON
           : at < n && head[at] == '<' ? KT_FILE_KIND_XML
                                       : KT_FILE_KIND_TEXT;
}

// SPDX-License-Identifier: EUPL-1.2
// Reads XML as a stream of elements and text, for files of strangers: entity declarations are
// refused (they serve bombs and the reading of other files), nesting beyond 100 levels as well.
// Names are local: a prefix before `:` is cut off.
#ifndef KT_FORMAT_XML_H
#define KT_FORMAT_XML_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct kt_xml kt_xml;

// Attributes: name, value, name, value, …, NULL, with local names too. All text lives until the
// call returns; text comes in pieces and is not NUL-terminated.
typedef struct kt_xml_sink {
    void *user;
    void (*start)(void *user, const char *name, const char *const *attributes);
    void (*end)(void *user, const char *name);
    void (*text)(void *user, const char *text, size_t length);
} kt_xml_sink;

// Caller owns *out and closes it.
kt_status kt_xml_open(kt_xml **out, kt_xml_sink sink, kt_error *err);
void kt_xml_close(kt_xml *xml);

// Feeds bytes; a kt_file_chunk with the kt_xml as its user. KT_BAD_INPUT with line and column.
kt_status kt_xml_feed(void *xml, const char *bytes, size_t length, kt_error *err);
kt_status kt_xml_finish(kt_xml *xml, kt_error *err);

// Of the element at hand, from 1.
uint32_t kt_xml_line(const kt_xml *xml);

// The value of an attribute, or NULL.
const char *kt_xml_attribute(const char *const *attributes, const char *name);

#endif

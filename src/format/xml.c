// SPDX-License-Identifier: EUPL-1.2
// Drives expat and refuses entity declarations. expat itself limits the growth of entities since
// 2.4; refusing the declarations is simpler to reason about, and no format that is read here needs
// them. Files of some kilobytes to 1 GiB unpacked, streamed.
//
// expat (2.5) reads a tag or comment again from its beginning with each piece that does not end it.
// So the next piece is held back until it is as long as what is unfinished: then all bytes are read
// at most twice.
#include "format/xml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/buffer.h"
#include "base/lang.h"

enum { MAX_DEPTH = 100, MAX_ATTRIBUTES = 64, LEAST_PIECE = 64 * 1024 };
static const size_t MAX_TOKEN = (size_t)1 << 20;

struct kt_xml {
    XML_Parser parser;
    kt_xml_sink sink;
    int depth;
    const char *refused; // why the parser was stopped
    kt_buffer held;      // not given to the parser yet
    uint64_t given;      // bytes that it got
    size_t unfinished;   // of them, those of a tag or comment whose end is still to come
};

static const char *local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    kt_xml *xml = user;
    const char *local[2 * MAX_ATTRIBUTES + 1];
    size_t n = 0;
    if (++xml->depth > MAX_DEPTH)
        xml->refused = "elements are nested more than 100 deep";
    for (; attributes[n] != NULL && n < sizeof local / sizeof local[0] - 1; n++)
        local[n] = n % 2 == 0 ? local_name(attributes[n]) : attributes[n];
    if (attributes[n] != NULL)
        xml->refused = "an element has more than 64 attributes";
    if (xml->refused != NULL) {
        (void)XML_StopParser(xml->parser, XML_FALSE);
        return;
    }
    local[n] = NULL;
    xml->sink.start(xml->sink.user, local_name(name), local);
}

static void on_end(void *user, const XML_Char *name)
{
    kt_xml *xml = user;
    xml->depth--;
    xml->sink.end(xml->sink.user, local_name(name));
}

static void on_text(void *user, const XML_Char *text, int length)
{
    kt_xml *xml = user;
    xml->sink.text(xml->sink.user, text, (size_t)length);
}

// Entities can only be declared in the internal part of a document type; an external part is never
// loaded.
static void on_doctype(void *user, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int has_internal_subset)
{
    (void)name;
    (void)system;
    (void)public;
    kt_xml *xml = user;
    if (!has_internal_subset)
        return;
    xml->refused = "it declares entities or types of its own, which data of this kind never need";
    (void)XML_StopParser(xml->parser, XML_FALSE);
}

kt_status kt_xml_open(kt_xml **out, kt_xml_sink sink, kt_error *err)
{
    *out = NULL;
    kt_xml *xml = calloc(1, sizeof *xml);
    if (xml == NULL)
        return kt_error_no_memory(err);
    xml->sink = sink;
    xml->parser = XML_ParserCreate(NULL);
    if (xml->parser == NULL) {
        free(xml);
        return kt_error_no_memory(err);
    }
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml->parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
    *out = xml;
    return KT_OK;
}

void kt_xml_close(kt_xml *xml)
{
    if (xml == NULL)
        return;
    XML_ParserFree(xml->parser);
    kt_buffer_free(&xml->held);
    free(xml);
}

// What expat finds wrong, as far as people meet it.
static const char *reason_of(enum XML_Error code)
{
    static const struct {
        enum XML_Error code;
        const char *text;
    } REASONS[] = {
        {XML_ERROR_NO_ELEMENTS, "it ends before anything was said"},
        {XML_ERROR_INVALID_TOKEN, "a character or sign is not allowed here"},
        {XML_ERROR_UNCLOSED_TOKEN, "it breaks off in the middle"},
        {XML_ERROR_PARTIAL_CHAR, "it breaks off in the middle of a character"},
        {XML_ERROR_TAG_MISMATCH, "an element is closed that is not open"},
        {XML_ERROR_DUPLICATE_ATTRIBUTE, "an attribute is given twice"},
        {XML_ERROR_JUNK_AFTER_DOC_ELEMENT, "something follows after the end"},
        {XML_ERROR_UNDEFINED_ENTITY, "an entity is used that is not known"},
        {XML_ERROR_UNKNOWN_ENCODING, "its encoding is not known"},
        {XML_ERROR_INCORRECT_ENCODING, "it has another encoding than it says"},
    };
    for (size_t i = 0; i < sizeof REASONS / sizeof REASONS[0]; i++) {
        if (REASONS[i].code == code)
            return REASONS[i].text;
    }
    return "it breaks the rules of XML";
}

static kt_status refuse(const kt_xml *xml, const char *reason, kt_error *err)
{
    return kt_error_set(err, KT_BAD_INPUT, "line %lu, column %lu: not usable XML: %s",
                        (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                        (unsigned long)XML_GetCurrentColumnNumber(xml->parser) + 1,
                        kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, reason));
}

// Gives the parser what is held.
static kt_status parse(kt_xml *xml, bool final, kt_error *err)
{
    const char *bytes = xml->held.length == 0 ? "" : xml->held.text;
    if (xml->held.failed)
        return kt_error_no_memory(err);
    if (XML_Parse(xml->parser, bytes, (int)xml->held.length, final) == XML_STATUS_ERROR) {
        enum XML_Error code = XML_GetErrorCode(xml->parser);
        if (code == XML_ERROR_NO_MEMORY)
            return kt_error_no_memory(err);
        return refuse(xml, xml->refused != NULL ? xml->refused : reason_of(code), err);
    }
    xml->given += xml->held.length;
    xml->held.length = 0;
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    xml->unfinished = (size_t)(xml->given - (at < 0 ? 0 : (uint64_t)at));
    if (xml->unfinished > MAX_TOKEN)
        return refuse(xml, "a tag, an attribute or a comment is longer than 1 MiB", err);
    return KT_OK;
}

kt_status kt_xml_feed(void *user, const char *bytes, size_t length, kt_error *err)
{
    kt_xml *xml = user;
    kt_status status = KT_OK;
    while (length > 0 && status == KT_OK) {
        size_t wanted = xml->unfinished > LEAST_PIECE ? xml->unfinished : LEAST_PIECE;
        size_t missing = wanted > xml->held.length ? wanted - xml->held.length : 0;
        size_t n = length < missing ? length : missing;
        kt_buffer_add(&xml->held, bytes, n);
        bytes += n;
        length -= n;
        if (n == missing || xml->held.failed)
            status = parse(xml, false, err);
    }
    return status;
}

kt_status kt_xml_finish(kt_xml *xml, kt_error *err)
{
    return parse(xml, true, err);
}

uint32_t kt_xml_line(const kt_xml *xml)
{
    return (uint32_t)XML_GetCurrentLineNumber(xml->parser);
}

const char *kt_xml_attribute(const char *const *attributes, const char *name)
{
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], name) == 0)
            return attributes[i + 1];
    }
    return NULL;
}

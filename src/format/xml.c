// SPDX-License-Identifier: EUPL-1.2
// Drives expat and refuses entity declarations. expat itself limits the growth of entities since
// 2.4; refusing the declarations is simpler to reason about, and no format that is read here needs
// them. Files of some kilobytes to 1 GiB unpacked, streamed.
#include "format/xml.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <expat.h>

#include "base/lang.h"

enum { MAX_DEPTH = 100, MAX_ATTRIBUTES = 64 };

struct kt_xml {
    XML_Parser parser;
    kt_xml_sink sink;
    int depth;
    const char *refused; // why the parser was stopped
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
    if (++xml->depth > MAX_DEPTH) {
        xml->refused = "elements are nested more than 100 deep";
        (void)XML_StopParser(xml->parser, XML_FALSE);
        return;
    }
    for (; attributes[n] != NULL && n < sizeof local / sizeof local[0] - 1; n++)
        local[n] = n % 2 == 0 ? local_name(attributes[n]) : attributes[n];
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

static kt_status parse(kt_xml *xml, const char *bytes, size_t length, bool final, kt_error *err)
{
    if (XML_Parse(xml->parser, bytes, (int)length, final) != XML_STATUS_ERROR)
        return KT_OK;
    if (XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY)
        return kt_error_no_memory(err);
    const char *reason =
        xml->refused != NULL ? xml->refused : reason_of(XML_GetErrorCode(xml->parser));
    return kt_error_set(err, KT_BAD_INPUT, "line %lu, column %lu: not usable XML: %s",
                        (unsigned long)XML_GetCurrentLineNumber(xml->parser),
                        (unsigned long)XML_GetCurrentColumnNumber(xml->parser) + 1,
                        kt_lang_text(err == NULL ? KT_LANG_EN : err->lang, reason));
}

kt_status kt_xml_feed(void *user, const char *bytes, size_t length, kt_error *err)
{
    static const size_t PIECE = (size_t)1 << 20; // expat counts in int
    kt_status status = KT_OK;
    for (size_t at = 0; at < length && status == KT_OK; at += PIECE)
        status = parse(user, bytes + at, length - at < PIECE ? length - at : PIECE, false, err);
    return status;
}

kt_status kt_xml_finish(kt_xml *xml, kt_error *err)
{
    return parse(xml, "", 0, true, err);
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

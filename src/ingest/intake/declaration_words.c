// SPDX-License-Identifier: EUPL-1.2
// Tables only. An element that is not in them is an envelope, so that a later edition that wraps
// the same elements once more is still read.
#include "ingest/intake/declaration_words.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static const struct {
    const char *element;
    kt_declaration_role role;
} ELEMENTS[] = {
    {"Product", KT_DECLARATION_PRODUCT},
    {"SubProduct", KT_DECLARATION_PRODUCT},  // IPC
    {"ProductPart", KT_DECLARATION_PRODUCT}, // IEC
    {"HomogeneousMaterial", KT_DECLARATION_MATERIAL},
    {"Material", KT_DECLARATION_MATERIAL},
    {"Substance", KT_DECLARATION_SUBSTANCE},
    {"ProductID", KT_DECLARATION_ID},
    {"SubstanceID", KT_DECLARATION_ID},
    {"MaterialID", KT_DECLARATION_ID},
    {"Identifier", KT_DECLARATION_ID}, // IEC: further numbers of a product, inside its id
    {"EntryID", KT_DECLARATION_ENTRY}, // IEC: an id is a list and an entry of it
    {"UniqueID", KT_DECLARATION_ENTRY},
    {"Amount", KT_DECLARATION_MASS},
    {"Mass", KT_DECLARATION_MASS},
    {"Concentration", KT_DECLARATION_PERCENT},
    {"MassPercent", KT_DECLARATION_PERCENT},
    {"SubstanceCategoryList", KT_DECLARATION_CATEGORIES},
    {"SupplyCompany", KT_DECLARATION_SUPPLIER},
    // What is said of substances in lists of laws, of use, of recycling, of who asked.
    {"Compliance", KT_DECLARATION_PASSED_OVER},
    {"MaterialClassDeclaration", KT_DECLARATION_PASSED_OVER},
    {"MaterialClassID", KT_DECLARATION_PASSED_OVER},
    {"MaterialCircularity", KT_DECLARATION_PASSED_OVER},
    {"ProductCircularity", KT_DECLARATION_PASSED_OVER},
    {"MaterialProperty", KT_DECLARATION_PASSED_OVER},
    {"UseDescriptor", KT_DECLARATION_PASSED_OVER},
    {"ProductCategory", KT_DECLARATION_PASSED_OVER},
    {"QueryList", KT_DECLARATION_PASSED_OVER},
    {"DsgID", KT_DECLARATION_PASSED_OVER},
    {"InstanceID", KT_DECLARATION_PASSED_OVER},
    {"OtherNames", KT_DECLARATION_PASSED_OVER},
    {"ListID", KT_DECLARATION_PASSED_OVER},
    {"SubstanceCategoryListID", KT_DECLARATION_PASSED_OVER},
    {"Exemption", KT_DECLARATION_PASSED_OVER},
    {"Exemptions", KT_DECLARATION_PASSED_OVER},
    {"ExemptionList", KT_DECLARATION_PASSED_OVER},
    {"Threshold", KT_DECLARATION_PASSED_OVER},
    {"CompositionThreshold", KT_DECLARATION_PASSED_OVER},
    {"SafeUse", KT_DECLARATION_PASSED_OVER},
    {"Attachment", KT_DECLARATION_PASSED_OVER},
    {"Request", KT_DECLARATION_PASSED_OVER},
    {"Signature", KT_DECLARATION_PASSED_OVER},
};

const char *const kt_declaration_words_names[] = {"itemName", "name", NULL};
const char *const kt_declaration_words_numbers[] = {"itemNumber", "identifier", "entryIdentity",
                                                    "identity",   "casNumber",  NULL};
const char *const kt_declaration_words_values[] = {"value", "mass", "massPercent", "percent", NULL};
const char *const kt_declaration_words_units[] = {"UOM", "unitOfMeasure", "unit", NULL};
const char *const kt_declaration_words_counts[] = {"numberOfInstances", "numberOfUnits", "quantity",
                                                   "count", NULL};

static const kt_declaration_unit UNITS[] = {
    {"each", "piece", 1}, {"mg", "kg", 1e6}, {"g", "kg", 1e3}, {"kg", "kg", 1},
    {"mm", "m", 1e3},     {"cm", "m", 1e2},  {"m", "m", 1},    {"cm^2", "m2", 1e4},
    {"cm2", "m2", 1e4},   {"m^2", "m2", 1},  {"m2", "m2", 1},  {"cm^3", "m3", 1e6},
    {"cm3", "m3", 1e6},   {"m^3", "m3", 1},  {"m3", "m3", 1},  {"l", "m3", 1e3},
};

kt_declaration_role kt_declaration_words_role(const char *element)
{
    for (size_t i = 0; i < sizeof ELEMENTS / sizeof ELEMENTS[0]; i++) {
        if (strcmp(ELEMENTS[i].element, element) == 0)
            return ELEMENTS[i].role;
    }
    return KT_DECLARATION_NONE;
}

const kt_declaration_unit *kt_declaration_words_unit(const char *word)
{
    if (word == NULL || *word == '\0')
        return &UNITS[0];
    for (size_t i = 0; i < sizeof UNITS / sizeof UNITS[0]; i++) {
        if (strcasecmp(UNITS[i].word, word) == 0) // IPC writes "Each"
            return &UNITS[i];
    }
    return NULL;
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

bool kt_declaration_words_is_cas(const char *text)
{
    size_t n = digits(text);
    if (n < 2 || n > 7 || text[n] != '-' || digits(text + n + 1) != 2 || text[n + 3] != '-')
        return false;
    return digits(text + n + 4) == 1 && text[n + 5] == '\0';
}

const char *kt_declaration_words_vocabulary(const char *head)
{
    if (strstr(head, "iec62474") != NULL)
        return "IEC 62474";
    if (strstr(head, "1754") != NULL)
        return "IPC-1754";
    return strstr(head, "MainDeclaration") != NULL ? "IPC-1752" : NULL;
}

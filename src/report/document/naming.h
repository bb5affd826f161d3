// SPDX-License-Identifier: EUPL-1.2
// Names of items, materials and stages in the reader's language.
#ifndef KT_REPORT_DOCUMENT_NAMING_H
#define KT_REPORT_DOCUMENT_NAMING_H

#include "analysis/assess/assess.h"
#include "analysis/years/scenario.h"

// The item's name; for a stage that the reference adds, the material's. Falls back to English, then
// the id.
const char *kt_naming_network_item(const kt_network *network, uint32_t item, kt_lang lang);
const char *kt_naming_item(const kt_assessment *assessment, uint32_t item, kt_lang lang);

const char *kt_naming_material(const kt_case *the_case, kt_symbol material, kt_lang lang);

// What the case says of itself, that it is a demonstration above all; "" where it says nothing.
const char *kt_naming_description(const kt_case *the_case, kt_lang lang);

// Name of a scenario of the case, a dated measure, or what is supposed.
const char *kt_naming_scenario(const kt_case *the_case, const kt_scenario *scenario, kt_lang lang);

const char *kt_naming_stage(int stage, kt_lang lang);

// A word of the `measure` column of export_restrictions; the word itself where it is another one.
const char *kt_naming_measure(const char *measure, kt_lang lang);

#endif

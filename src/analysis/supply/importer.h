// SPDX-License-Identifier: EUPL-1.2
// Who buys: a country, a group of countries (EU27, NATO, …), or an organisation of the case. It
// decides which restrictions bind and which imports count.
#ifndef KT_ANALYSIS_SUPPLY_IMPORTER_H
#define KT_ANALYSIS_SUPPLY_IMPORTER_H

#include "model/case.h"

typedef enum kt_importer_kind {
    KT_IMPORTER_COUNTRY,
    KT_IMPORTER_GROUP,
    KT_IMPORTER_ORGANISATION,
} kt_importer_kind;

typedef struct kt_importer {
    kt_importer_kind kind;
    const char *id;        // as the user named it
    kt_symbol symbol;      // of the country or organisation; 0 for a group
    bool *home;            // [countries] its own: the country, or the members
    uint32_t organisation; // row of organisations, or KT_NO_ROW
} kt_importer;

extern const char kt_importer_default[]; // "EU27"

// `name` NULL: the default. KT_BAD_INPUT names the nearest countries, groups and organisations.
// `home` lives in `arena`.
kt_status kt_importer_find(kt_importer *out, const kt_case *the_case, const char *name,
                           kt_arena *arena, kt_error *err);

// True when a list of targets ("ALL", or countries and groups separated by `;`) touches the
// importer, or a part of it.
bool kt_importer_is_target(const kt_importer *importer, const kt_case *the_case,
                           const char *targets);

#endif

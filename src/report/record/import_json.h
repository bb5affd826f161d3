// SPDX-License-Identifier: EUPL-1.2
// What an import did or would do, as JSON: the member "result".
#ifndef KT_REPORT_RECORD_IMPORT_JSON_H
#define KT_REPORT_RECORD_IMPORT_JSON_H

#include "base/json.h"
#include "ingest/merge/import.h"

void kt_import_json_write(kt_json *json, const kt_import *import);

#endif

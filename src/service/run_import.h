// SPDX-License-Identifier: EUPL-1.2
// `keten import`: files of anybody into a case.
#ifndef KT_SERVICE_RUN_IMPORT_H
#define KT_SERVICE_RUN_IMPORT_H

#include "service/operation.h"

kt_status kt_run_import(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

// SPDX-License-Identifier: EUPL-1.2
// `keten check`: every fault in the data, or "ok" with counts.
#ifndef KT_SERVICE_RUN_CHECK_H
#define KT_SERVICE_RUN_CHECK_H

#include "service/operation.h"

kt_status kt_run_check(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

// SPDX-License-Identifier: EUPL-1.2
// `keten simulate`: scenarios, and the years that may come.
#ifndef KT_SERVICE_RUN_SIMULATE_H
#define KT_SERVICE_RUN_SIMULATE_H

#include "service/operation.h"

kt_status kt_run_simulate(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

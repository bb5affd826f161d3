// SPDX-License-Identifier: EUPL-1.2
// `keten stress`: every country, supplier and flow fails alone.
#ifndef KT_SERVICE_RUN_STRESS_H
#define KT_SERVICE_RUN_STRESS_H

#include "service/operation.h"

kt_status kt_run_stress(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

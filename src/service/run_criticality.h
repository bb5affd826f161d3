// SPDX-License-Identifier: EUPL-1.2
// `keten criticality`: supply risk and the other indicators of the reference's materials.
#ifndef KT_SERVICE_RUN_CRITICALITY_H
#define KT_SERVICE_RUN_CRITICALITY_H

#include "service/operation.h"

kt_status kt_run_criticality(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

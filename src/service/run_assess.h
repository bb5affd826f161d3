// SPDX-License-Identifier: EUPL-1.2
// `keten assess`: the main job.
#ifndef KT_SERVICE_RUN_ASSESS_H
#define KT_SERVICE_RUN_ASSESS_H

#include "service/operation.h"

kt_status kt_run_assess(kt_reply *reply, const kt_request *request, kt_error *err);

#endif

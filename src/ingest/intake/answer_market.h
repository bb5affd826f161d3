// SPDX-License-Identifier: EUPL-1.2
// The answer to where a material comes from: named suppliers take the place of the world market.
#ifndef KT_INGEST_INTAKE_ANSWER_MARKET_H
#define KT_INGEST_INTAKE_ANSWER_MARKET_H

#include "ingest/intake/answer_reading.h"

// market/MATERIAL/STAGE/SCOPE: supply rows for each item of that material and stage. A stage that
// only the reference had becomes an item; and since a material with supply rows gets no stage
// before by itself, that requirement is written into the bill of materials. False where the word is
// no answer to such a question.
bool kt_answer_market_read(kt_answer_reading *reading);

#endif

// SPDX-License-Identifier: EUPL-1.2
// What a part is made of, as free text, becomes rows of a case. An alloy of the reference brings an
// item of its own with its composition, a material one item; a text that is not recognised becomes
// an open question in the table `answers`, to be answered once.
// Internal to: declaration, parts_list.
#ifndef KT_INGEST_INTAKE_PARTS_MATERIAL_H
#define KT_INGEST_INTAKE_PARTS_MATERIAL_H

#include "ingest/intake/intake.h"

typedef struct kt_material_list {
    kt_pool given; // ids and texts that were written already
    bool failed;   // memory ran out
} kt_material_list;

typedef struct kt_material_part {
    kt_symbol part; // id
    kt_symbol text; // what it is made of
    kt_symbol mass; // kg of it in one part, as text; 0: not known
    kt_delivery_place place;
    uint16_t column; // of the text in the grid
} kt_material_part;

// Knows what the draft has. False when memory runs out.
bool kt_parts_material_open(kt_material_list *list, const kt_draft *draft);
void kt_parts_material_close(kt_material_list *list);

void kt_parts_material_give(kt_material_list *list, const kt_intake *intake,
                            const kt_material_part *part);

// Adds the item of a composition or material of the reference, with all that is in it, unless the
// draft or the list has it already. `id` must be one of the reference.
void kt_parts_material_item(kt_material_list *list, const kt_intake *intake, const char *id,
                            bool composition, kt_delivery_place place);

#endif

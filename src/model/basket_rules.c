// SPDX-License-Identifier: EUPL-1.2
// One pass over the contents of typical items, some two hundred rows. That ids exist is checked
// with those of all tables; here only what two columns say together.
#include "model/basket_rules.h"

void kt_basket_rules_check(kt_case *c)
{
    const kt_table *rows = &c->reference[KT_TYPICAL_CONTENTS];
    for (uint32_t r = 0; r < rows->n_rows; r++) {
        bool material = kt_table_text(rows, KT_TYPICAL_CONTENTS_MATERIAL, r) != 0;
        bool composition = kt_table_text(rows, KT_TYPICAL_CONTENTS_COMPOSITION, r) != 0;
        const char *item = kt_pool_text(&c->pool, kt_table_text(rows, KT_TYPICAL_CONTENTS_ITEM, r));
        if (material && composition)
            kt_fault_add(&c->faults, kt_table_place(rows, r, KT_TYPICAL_CONTENTS_COMPOSITION),
                         "\"%s\" holds a material or a composition: here are both", item);
        else if (!material && !composition)
            kt_fault_add(&c->faults, kt_table_place(rows, r, KT_TYPICAL_CONTENTS_MATERIAL),
                         "\"%s\" holds a material or a composition: here is neither", item);
    }
}

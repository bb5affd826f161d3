// SPDX-License-Identifier: EUPL-1.2
// Rules of the classes of products in the reference (product_classes, product_supply,
// class_content): what stands above them and in them never leads back, ranges are in order, parts
// and shares make up no more than the whole. And of the classes that items name.
#ifndef KT_MODEL_CLASS_RULES_H
#define KT_MODEL_CLASS_RULES_H

#include "base/control.h"
#include "model/case.h"

// Of a reference: its three tables, as far as they were read. O(rows · rows of a class). Faults go
// to its list. KT_NO_RESOURCES only.
kt_status kt_class_rules_check(kt_case *reference, const kt_control *control, kt_error *err);

// Of a case: a class that the reference does not know is a warning: nothing is inferred of the item
// then. The first thousand have the nearest that it does know. O(items + classes). KT_NO_RESOURCES
// when `control` stops it.
kt_status kt_class_rules_check_items(kt_case *the_case, const kt_control *control, kt_error *err);

#endif

// SPDX-License-Identifier: EUPL-1.2
// CycloneDX (JSON, 1.4 to 1.6) as a delivery: the bills of hardware that suppliers send. What is
// taken:
//
//     components, nested or not, and metadata.component   items (kind by property keten:kind, else
//                                                          component)
//     nesting, and dependencies.dependsOn                  bill of materials
//     manufacturer, supplier (name, address.country)       organisations and supply rows
//     compositions.aggregate                               table `completeness`: item, aggregate,
//                                                          source; the words of the standard
//     properties keten:COLUMN                              the item's column of that name
//     properties keten:quantity:REF                        how many of REF go into the component
//
// Only components of hardware are meant: of type device, and what has no other meaning in a ship
// (platform, file, data). Software types are left out and counted.
#ifndef KT_INGEST_INTAKE_CYCLONEDX_H
#define KT_INGEST_INTAKE_CYCLONEDX_H

#include "format/json_tree.h"
#include "ingest/intake/intake.h"

// True when the document says that it is CycloneDX.
bool kt_cyclonedx_is(const kt_json_tree *root);

// Adds the document's rows; `file` is its name in places. KT_BAD_INPUT when the document is not
// what it says; single components that cannot be used are refused in intake->rejects.
kt_status kt_cyclonedx_read(const kt_intake *intake, const kt_json_tree *root, const char *file,
                            kt_error *err);

#endif

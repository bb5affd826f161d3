// SPDX-License-Identifier: EUPL-1.2
// Material declarations as a delivery: IPC-1752A/B and IPC-1754 (MainDeclaration) and IEC 62474
// (Main). Products and their parts become items, homogeneous materials semi-finished goods of which
// so many kilograms go into a part, substances the materials of the reference (by CAS number, else
// by name). A substance that the reference does not know ends the chain as a semi-finished good.
//
// The three vocabularies differ in names, not in structure; one table says which element means
// what (declaration_words.h). Compared with the schema of IEC 62474 and with programs that read and
// write IPC-1752A and B; of IPC-1754 nothing public was found (docs/data.md). Elements that it does
// not know are envelopes: what is in them is read, what they say themselves is not.
#ifndef KT_INGEST_INTAKE_IPC1754_H
#define KT_INGEST_INTAKE_IPC1754_H

#include "ingest/intake/intake.h"

// Adds the document's rows; `file` is its name in places. KT_BAD_INPUT when it is not XML or no
// material declaration.
kt_status kt_ipc1754_read_bytes(const kt_intake *intake, const kt_draft *draft,
                                const kt_buffer *bytes, const char *file, kt_error *err);

// The name of the vocabulary that the text begins with; NULL when it is none of these.
const char *kt_ipc1754_name(const char *text, size_t length);

#endif

// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a CycloneDX document.
#include "ingest/intake/cyclonedx.h"

#include "delivery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_arena arena = {0};
    kt_json_tree_fault fault;
    const kt_json_tree *root = kt_json_tree_read((const char *)data, size, NULL, &arena, &fault);
    if (root != NULL && kt_cyclonedx_is(root)) {
        bench *b = open_bench();
        (void)kt_cyclonedx_read(&b->fill, root, "f.json", NULL);
        close_bench(b);
    }
    kt_arena_free(&arena);
    return 0;
}

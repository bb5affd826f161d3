// SPDX-License-Identifier: EUPL-1.2
// Any bytes as a material declaration.
#include "ingest/intake/ipc1754.h"

#include "delivery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    kt_buffer bytes = {0};
    kt_buffer_add(&bytes, (const char *)data, size);
    bench *b = open_bench();
    (void)kt_ipc1754_read_bytes(&b->fill, &b->matching->draft, &bytes, "f.xml", NULL);
    close_bench(b);
    kt_buffer_free(&bytes);
    return 0;
}

// SPDX-License-Identifier: EUPL-1.2
// What the fuzz targets of formats share: an empty delivery with a reference that knows a little.
#ifndef KT_TESTS_FUZZ_DELIVERY_H
#define KT_TESTS_FUZZ_DELIVERY_H

#include <stdlib.h>

#include "ingest/intake/grid_rows.h"
#include "ingest/package/open.h"

// The matcher takes far longer to open than an input to read: it serves many inputs, with the pool
// and the draft that belong to it.
enum { INPUTS = 500 };

typedef struct matching {
    kt_pool pool;
    kt_draft draft; // an empty one
    kt_recogniser *recogniser;
    unsigned n_inputs;
} matching;

typedef struct bench {
    matching *matching;
    kt_delivery delivery;
    kt_grid_list grids;
    kt_notes remarks;
    kt_reject_list rejects;
    size_t assumed[KT_N_ASSUMED];
    kt_intake fill;
} bench;

// The reference is opened once: it is only read.
static kt_case *reference(void)
{
    static kt_case *opened;
    static const kt_open_options OPTIONS = {.data_dir = KETEN_SOURCE_DIR "/data"};
    if (opened == NULL)
        (void)kt_open_reference(&opened, &OPTIONS, NULL);
    return opened;
}

static void close_matching(matching *m)
{
    kt_recognise_close(m->recogniser);
    kt_draft_close(&m->draft);
    kt_pool_close(&m->pool);
    *m = (matching){0};
}

static matching *open_matching(void)
{
    static matching opened;
    if (opened.n_inputs == INPUTS)
        close_matching(&opened);
    if (opened.n_inputs++ > 0)
        return &opened;
    if (reference() == NULL || !kt_pool_open(&opened.pool) ||
        kt_draft_open(&opened.draft, "/nonexistent/case", &opened.pool, NULL, NULL) != KT_OK ||
        kt_recognise_open(&opened.recogniser, reference(), NULL, &opened.draft, NULL) != KT_OK)
        abort();
    return &opened;
}

static bench *open_bench(void)
{
    bench *b = calloc(1, sizeof *b);
    if (b == NULL)
        abort();
    b->matching = open_matching();
    b->delivery.pool = &b->matching->pool;
    b->fill = (kt_intake){.delivery = &b->delivery,
                          .grids = &b->grids,
                          .pool = &b->matching->pool,
                          .recogniser = b->matching->recogniser,
                          .notes = &b->remarks,
                          .rejects = &b->rejects,
                          .assumed = b->assumed,
                          .draft = &b->matching->draft};
    return b;
}

static void close_bench(bench *b)
{
    kt_delivery_free(&b->delivery);
    kt_grid_free(&b->grids);
    kt_notes_free(&b->remarks);
    kt_reject_free(&b->rejects);
    free(b);
}

#endif

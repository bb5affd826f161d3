// SPDX-License-Identifier: EUPL-1.2
// The reference package as the network asks it: who supplies a material at a stage, and which stage
// comes before it. Filled once a network.
#ifndef KT_MODEL_WORLD_H
#define KT_MODEL_WORLD_H

#include "base/arena.h"
#include "model/case.h"
#include "model/customs.h"
#include "model/group.h"
#include "model/vintage.h"

typedef struct kt_world {
    const kt_case *the_case;
    kt_vintage vintage;
    kt_group supply;       // rows of material_supply by (material, stage, scope), one period each
    kt_vintage_pick *pick; // [supply.n]
    kt_symbol first_period, last_period; // of what was picked, by text; 0: none is stated
    kt_customs *imports; // [materials · stages] of the importer whose scope it is; NULL: of none
    kt_arena arena;      // of the imports
} kt_world;

typedef struct kt_world_market {
    const uint32_t *row;       // of material_supply, in file order; NULL where it is one of imports
    const kt_customs *imports; // instead of rows: its partners
    uint32_t n;                // 0: the reference does not know this material and stage
    kt_scope scope;   // the one found: another one stands in where the asked one is not known
    kt_symbol period; // of its shares
    bool late;        // the period is later than what was asked for: it stands in
    bool model;       // its shares are computed from other figures
    bool rounded;     // published shares that say nothing of what they leave out
} kt_world_market;

// One period of each market, as the vintage asks. Of a scope that is what one country imports
// (KT_SCOPE_NL), its customs partners, too. KT_NO_RESOURCES only.
kt_status kt_world_open(kt_world *out, const kt_case *the_case, const kt_figures *figures,
                        kt_error *err);
void kt_world_close(kt_world *world);

// Whose imports a scope is; 0: of nobody, or of a country that the reference does not have.
kt_symbol kt_world_importer(const kt_case *the_case, kt_scope scope);

// `material` is an id; 0 or one that the reference does not have gives n = 0. Where there are no
// shares of the asked scope: of imports those of the EU stand in, then those of the world; of the
// EU and the world, the other one.
kt_world_market kt_world_find(const kt_world *world, kt_symbol material, int stage, kt_scope scope);

// The stage of a material that says none: processing where that is known, else extraction.
int kt_world_default_stage(const kt_world *world, kt_symbol material);

// The stage that feeds `stage`, where the link and its supply are both known; else 0. `yield` gets
// the share of the input that arrives, 1 where it is not known.
int kt_world_stage_before(const kt_world *world, kt_symbol material, int stage, double *yield);

#endif

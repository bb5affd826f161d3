// SPDX-License-Identifier: EUPL-1.2
// The stress table of the frigate against its assessment, prices against cases with a closed form,
// and world output against the published rows.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/assess/assess.h"
#include "analysis/supply/world_output.h"
#include "analysis/years/stress.h"
#include "folder.h"
#include "ingest/package/open.h"
#include "model/network_build.h"

static const char LCF[] = KETEN_SOURCE_DIR "/data/cases/lcf";
static const char REFERENCE[] = KETEN_SOURCE_DIR "/data/reference";

typedef struct fixture {
    kt_case *the_case;
    kt_network network;
    kt_arena arena;
    kt_stress stress;
} fixture;

static void open_stress(fixture *f, const char *path, const char *data_dir, unsigned threads)
{
    kt_error error = {0};
    *f = (fixture){0};
    kt_open_options options = {.data_dir = data_dir, .all_tables = true};
    if (kt_open_case(&f->the_case, path, &options, &error) != KT_OK)
        print_error("%s\n", error.message);
    assert_int_equal(kt_network_build(&f->network, f->the_case, &kt_figures_study, NULL, &error),
                     KT_OK);
    assert_int_equal(
        kt_stress_run(&f->stress, &f->network,
                      &(kt_stress_options){.control = &(kt_control){.threads = threads}}, &f->arena,
                      &error),
        KT_OK);
}

static void close_stress(fixture *f)
{
    kt_network_free(&f->network);
    kt_arena_free(&f->arena);
    kt_case_free(f->the_case);
}

static const kt_dependence *find(const kt_assessment *a, const kt_stress_row *row)
{
    for (uint32_t e = 0; e < a->exposure[row->event_class].events.n; e++) {
        if (strcmp(a->exposure[row->event_class].row[e].id, row->event->id) == 0)
            return &a->exposure[row->event_class].row[e];
    }
    return NULL;
}

static void loses_what_the_assessment_says(void **state)
{
    (void)state;
    fixture f;
    kt_assessment *a = NULL;
    unsigned compared = 0;
    unsigned wrong = 0;
    open_stress(&f, LCF, NULL, 1);
    kt_assess_question question = kt_assess_default;
    question.figures = kt_figures_study; // as the network of the table
    assert_int_equal(kt_assess_target(&a, f.the_case, NULL, &question, NULL), KT_OK);
    for (uint32_t r = 0; r < f.stress.n; r++) {
        const kt_stress_row *row = &f.stress.row[r];
        const kt_dependence *d = find(a, row);
        if (d == NULL) { // it touches something that is reported, but not the target
            assert_true(row->loss <= kt_exposure_tolerance);
            continue;
        }
        compared++;
        assert_true(row->loss == d->dependence);
        assert_true(row->loss_upper == d->dependence_upper);
        wrong += row->loss * 0.99 != d->dependence; // the comparison can fail
    }
    assert_true(compared > 2000 && wrong > 1000);
    kt_assess_free(a);
    close_stress(&f);
}

static void is_ranked_and_the_same_at_any_number_of_threads(void **state)
{
    (void)state;
    fixture one;
    fixture many;
    open_stress(&one, LCF, NULL, 1);
    open_stress(&many, LCF, NULL, 3);
    assert_int_equal(one.stress.n, many.stress.n);
    size_t n_losses = 0;
    for (uint32_t r = 0; r < one.stress.n; r++) {
        const kt_stress_row *row = &one.stress.row[r];
        assert_int_equal(row->n_item_losses, many.stress.row[r].n_item_losses);
        for (uint32_t k = 0; k < row->n_item_losses; k++) {
            const kt_stress_loss *lost = &row->item_loss[k];
            assert_memory_equal(lost, &many.stress.row[r].item_loss[k], sizeof *lost);
            assert_true(lost->loss > 0.0 && lost->loss <= lost->upper + 1e-12);
            assert_true(kt_stress_item_loss(row, lost->place) == lost->loss);
        }
        n_losses += row->n_item_losses;
        assert_string_equal(one.stress.row[r].event->id, many.stress.row[r].event->id);
        assert_true(r == 0 || one.stress.row[r - 1].loss >= one.stress.row[r].loss);
        assert_true(one.stress.row[r].loss <= one.stress.row[r].loss_upper + 1e-12);
    }
    assert_true(n_losses > one.stress.n); // many events hit several
    close_stress(&one);
    close_stress(&many);
}

static void knows_when_defence_use_is_banned(void **state)
{
    (void)state;
    fixture f;
    unsigned banned = 0;
    open_stress(&f, LCF, NULL, 1);
    for (uint32_t r = 0; r < f.stress.n; r++) {
        const kt_stress_row *row = &f.stress.row[r];
        if (strcmp(row->event->id, "CHN/gallium/processing") == 0) {
            assert_true(row->end_use_ban);
            assert_true(row->need_kg > 0.0 && row->remaining_kg < row->world_kg);
            assert_true(kt_stress_need_share(row) == row->need_kg_per_year / row->remaining_kg);
        }
        banned += row->end_use_ban;
        assert_true(isnan(row->price_factor)); // no elasticity is on record
    }
    assert_int_equal(banned, 10); // flows that the scenarios of the case ban for defence
    close_stress(&f);
}

static void world_output_is_that_of_the_rows(void **state)
{
    (void)state;
    kt_case *c = NULL;
    assert_int_equal(kt_open_reference(&c, &(kt_open_options){.all_tables = true}, NULL), KT_OK);
    const kt_table *t = &c->reference[KT_PRODUCTION];
    assert_true(t->n_rows > 2000);
    kt_symbol china = kt_pool_find(&c->pool, "CHN", 3);
    double all = 0.0;
    double mine = 0.0;
    for (uint32_t r = 0; r < t->n_rows; r++) {
        if (strcmp(kt_pool_text(&c->pool, kt_table_text(t, KT_PRODUCTION_MATERIAL, r)),
                   "antimony") != 0 ||
            kt_table_choice(t, KT_PRODUCTION_STAGE, r) != KT_STAGE_EXTRACTION ||
            kt_table_number(t, KT_PRODUCTION_YEAR, r) != 2022.0)
            continue;
        all += kt_table_number(t, KT_PRODUCTION_TONNES, r);
        if (kt_table_text(t, KT_PRODUCTION_COUNTRY, r) == china)
            mine += kt_table_number(t, KT_PRODUCTION_TONNES, r);
    }
    kt_world_output w =
        kt_world_output_of(c, kt_pool_find(&c->pool, "antimony", 8), KT_STAGE_EXTRACTION, china);
    assert_true(fabs(w.all_kg - all * 1000.0) < 1.0 && fabs(w.country_kg - mine * 1000.0) < 1.0);
    // bauxite is not aluminium
    w = kt_world_output_of(c, kt_pool_find(&c->pool, "aluminium", 9), KT_STAGE_EXTRACTION, china);
    assert_true(isnan(w.all_kg));
    kt_case_free(c);
}

static void prices_follow_the_closed_forms(void **state)
{
    (void)state;
    kt_elasticity unit = {1.0, -1.0};
    // (1 - q) P = 1 / P, so P = (1 - q)^-1/2
    assert_true(fabs(kt_price_after_loss(unit, 0.75, 0.0) - 2.0) < 1e-12);
    assert_true(fabs(kt_price_after_loss(unit, 0.75, 0.75) - 1.0) < 1e-12); // idle makes it good
    assert_true(isinf(kt_price_after_loss(unit, 1.0, 0.0)));
    assert_true(kt_price_after_loss(unit, 0.0, 0.0) == 1.0);
    // P / (1 + t) = 1 / P, so P = (1 + t)^1/2
    assert_true(fabs(kt_price_after_tariff(unit, 1.0, 0.21) - 1.1) < 1e-12);
    assert_true(kt_price_after_tariff(unit, 0.0, 0.21) == 1.0);
    // demand that hardly reacts bears nearly all of it
    assert_true(kt_price_after_tariff((kt_elasticity){1.0, -1e-6}, 1.0, 0.21) > 1.2099);
    assert_true(isnan(kt_price_after_loss((kt_elasticity){(double)NAN, -1.0}, 0.5, 0.0)));
    assert_true(isnan(kt_price_after_loss((kt_elasticity){(double)NAN, -1.0}, 1.0, 0.0)));
}

// The reference folder by links, with one more table.
static void make_reference(folder *root, folder *reference)
{
    static char text[1 << 20];
    char path[600];
    *root = folder_make();
    snprintf(reference->path, sizeof reference->path, "%.200s/reference", root->path);
    assert_int_equal(mkdir(reference->path, 0700), 0);
    DIR *dir = opendir(REFERENCE);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        char from[600];
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "datapackage.json") == 0)
            continue;
        snprintf(from, sizeof from, "%s/%s", REFERENCE, entry->d_name);
        folder_file(path, reference, entry->d_name);
        assert_int_equal(symlink(from, path), 0);
    }
    closedir(dir);
    snprintf(path, sizeof path, "%s/datapackage.json", REFERENCE);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 200, file);
    fclose(file);
    text[n] = '\0';
    char *list = strstr(text, "\"resources\"");
    assert_non_null(list);
    list = strchr(list, '[') + 1;
    const char more[] = "{\"name\":\"elasticities\",\"path\":\"elasticities.csv\"},";
    memmove(list + sizeof more - 1, list, strlen(list) + 1);
    memcpy(list, more, sizeof more - 1);
    folder_put(reference, "datapackage.json", text);
    folder_put(reference, "elasticities.csv",
               "material,stage,supply,demand,evidence,source\n"
               "tungsten,processing,1,-1,D,assumption: for this test\n");
}

static void make_case(folder *f)
{
    *f = folder_make();
    folder_put(
        f, "datapackage.json",
        "{\"name\":\"duty\",\"resources\":["
        "{\"name\":\"items\",\"path\":\"items.csv\"},{\"name\":\"bom\",\"path\":\"bom.csv\"},"
        "{\"name\":\"organisations\",\"path\":\"organisations.csv\"},"
        "{\"name\":\"sites\",\"path\":\"sites.csv\"},"
        "{\"name\":\"supply\",\"path\":\"supply.csv\"},"
        "{\"name\":\"scenarios\",\"path\":\"scenarios.csv\"},"
        "{\"name\":\"scenario_events\",\"path\":\"scenario_events.csv\"}]}");
    folder_put(f, "items.csv",
               "id,kind,name_en,unit,material,stage,value_eur\nship,platform,Ship,piece,,,\n"
               "w,material,Tungsten,kg,tungsten,processing,50\n"
               "sb,material,Antimony,kg,antimony,processing,10\n");
    folder_put(f, "bom.csv", "parent,child,quantity\nship,w,100\nship,sb,30\n");
    folder_put(f, "organisations.csv", "id,name,country\n");
    folder_put(f, "sites.csv", "id,organisation,country\n");
    folder_put(f, "supply.csv",
               "item,supplier,share\nw,country:CHN,1\nsb,country:CHN,0.5\nsb,country:BOL,0.5\n");
    folder_put(f, "scenarios.csv", "id,name_en,name_nl,probability_per_year\nduty,Duty,Heffing,\n");
    folder_put(f, "scenario_events.csv",
               "scenario,event_type,target,kind,magnitude,start_day,duration_days\n"
               "duty,country,CHN,tariff,0.21,0,\n");
}

static void tariffs_cost_money_where_elasticities_are_known(void **state)
{
    (void)state;
    fixture f;
    folder root;
    folder reference;
    folder where;
    make_reference(&root, &reference);
    make_case(&where);
    open_stress(&f, where.path, root.path, 1);
    assert_int_equal(f.stress.tariffs.n, 2);
    for (size_t i = 0; i < 2; i++) {
        const kt_tariff *t = &f.stress.tariffs.row[i];
        if (strcmp(kt_pool_text(&f.the_case->pool, f.network.item[t->item].id), "w") == 0) {
            assert_true(fabs(t->factor - 1.1) < 1e-9 && fabs(t->taxed - 1.0) < 1e-12);
            assert_true(fabs(t->cost - 100.0 * 50.0 * 0.1) < 1e-6);
        } else {
            assert_true(isnan(t->factor) && isnan(t->cost) && fabs(t->taxed - 0.5) < 1e-12);
        }
    }
    close_stress(&f);
    folder_remove(&where);
    folder_remove(&reference);
    folder_remove(&root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loses_what_the_assessment_says),
        cmocka_unit_test(is_ranked_and_the_same_at_any_number_of_threads),
        cmocka_unit_test(knows_when_defence_use_is_banned),
        cmocka_unit_test(world_output_is_that_of_the_rows),
        cmocka_unit_test(prices_follow_the_closed_forms),
        cmocka_unit_test(tariffs_cost_money_where_elasticities_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
